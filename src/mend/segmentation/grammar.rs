//! Words that tell a sentence from a list of names: function words, verbs.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Function words of one character.
const ONE: &str = "的了是在和有不也就都这我他她你与及为对把被从到上中要会能说很还又而但或之其着过得地来去以于并此该让向将由用至已最更等所者\
    们個這來對個為與們還會國後將過說從給给比没個再才却只可\
    庆慶祝赴愿願余餘界性化者获獲夺奪促办辦称稱盼访訪抵设設居转轉超破遭欲拟擬吁籲令使叫请請谈談看想";

/// Function words of two characters.
const TWO: &str = "没有可以我们他们你们一个一些这个那个这些那些这种什么怎么如何已经以及因为所以但是如果虽然不过而且或者还是就是不是只是自己进行\
    表示认为成为通过提供根据关于对于由于目前今天今年去年其中之后之前以后以前现在时候可能应该需要不能不会非常比较更加一直这样那么\
    这里那里大家有关有些很多许多所有任何同时此外另外然后因此沒有我們他們你們一個這個這些已經因為雖然還是進行認為成為通過對於由於之後\
    以後現在時候應該這樣給予给予达成获得发现出席举行受到来自开始继续正在不断必须能够希望觉得知道起来出来下来是否只有只要无法不同不少\
    各种曾经並且并且甚至尤其以来左右十分特别完全总是仍然终于";

/// Verbs of two characters that take an object, as headlines have them.
const VERBS: &str = "查获促进带动确定激励解决赞美推动推进加强加快提高增强扩大实现召开参加指出强调要求坚持落实贯彻调整改善打击整治应对引发导致\
    造成影响达到超过创造确保保护保障支持反对批准宣布启动签署举办迎接庆祝纪念呼吁警告批评谴责否认承认考察视察慰问致信致电颁布实施施行\
    取得增加减少抵达返回访问离开进入占领袭击击败战胜夺得荣获入选当选担任任命逮捕起诉判处受理审理颂扬鼓励尊重推出公布发布曝光揭示揭秘\
    促進帶動確定解決推動推進加強擴大實現參加強調調整應對引發導致創造確保保護反對宣佈啟動簽署舉辦紀念呼籲承認實施增加減少訪問離開進入";

/// The words of the lists of function words, one or two characters (three or six bytes) each.
static FUNCTION_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| pieces(ONE, 3).chain(pieces(TWO, 6)).collect());
static VERB_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| pieces(VERBS, 6).collect());

/// The words of `list`, `size` bytes each.
fn pieces(list: &'static str, size: usize) -> impl Iterator<Item = &'static str> {
    (0..list.len()).step_by(size).filter_map(move |at| list.get(at..at + size))
}

/// Whether `word` is a pronoun, particle, preposition, conjunction, adverb or the like.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

/// Whether `word` is a verb with an object.
pub(super) fn is_verb(word: &str) -> bool {
    VERB_SET.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_han;

    #[test]
    fn words_are_found_whole() {
        assert!(is_function_word("没有") && is_function_word("的"));
        assert!(!is_function_word("有可") && !is_function_word("山"));
        assert!(TWO.chars().all(is_han) && TWO.len().is_multiple_of(6));
    }
}
