//! Formulas.

use crate::parse::html::html;
use crate::parse::options::Options;

fn text(page: &str) -> String {
    let document = html(page.to_owned(), &Options::default());
    document.settle().expect("the balance holds");
    document.text()
}

const MATH: &str = "<math><semantics><mrow><mi>E</mi><mo>=</mo><msup><mi>c</mi><mn>2</mn></msup></mrow>\
    <annotation encoding='application/x-tex'>E=c^2</annotation></semantics></math>";

#[test]
fn one_form_of_a_formula_is_kept() {
    let katex = format!(
        "<p>河 <span class=katex><span class=katex-mathml>{MATH}</span><span class=katex-html aria-hidden=true>E=c2</span></span> 海</p>"
    );
    assert_eq!(text(&katex), "河 E=c^2 海");
    let wikipedia = format!(
        "<p>河 <span class='mwe-math-mathml-inline' style='display: none;'>{MATH}</span><img src=a.svg alt='E=c^2'> 海</p>"
    );
    assert_eq!(text(&wikipedia), "河 E=c^2 海");
    let mathjax = "<p>河 <span class=MathJax_Preview>…</span><span class=MathJax>E=c2</span><script type='math/tex'>E=c^2 < 1</script> 海</p>";
    assert_eq!(text(mathjax), "河 E=c^2 < 1 海");
}

#[test]
fn a_formula_without_source_is_kept_as_drawn() {
    assert_eq!(text("<p>河 <math><mi>E</mi><mo>=</mo><mi>c</mi></math> 海</p>"), "河 E=c 海");
    assert_eq!(text("<p>河 <span class=MathJax>E=c</span> 海</p>"), "河 E=c 海");
}

#[test]
fn formulas_in_addresses_and_attributes_are_text() {
    for formula in [
        "<img src='/equation?tex=x%5E2' eeimg=1>",
        "<img class=latex alt='x^2' src=a.png>",
        "<span data-tex='x^2'><b>x</b><sup>2</sup></span>",
    ] {
        assert_eq!(text(&format!("<p>the area {formula} of it</p>")), "the area $x^2$ of it", "{formula}");
    }
    assert_eq!(text("<p>a <img src=a.png alt='a boat'> b <i data-math=1>c</i></p>"), "a b c");
}
