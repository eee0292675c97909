//! The elements of HTML that parsing treats differently.

use html5gum::State;

/// How an element takes part in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Begins and ends blocks.
    Block,
    /// Runs along in a line.
    Inline,
    /// Has no content.
    Void,
    /// Its content is not shown as text.
    Hidden,
}

macro_rules! tags {
    ($($name:ident $text:literal $class:ident),* $(,)?) => {
        /// The name of an element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Tag { $($name,)* Other }

        impl Tag {
            /// How many there are.
            pub(super) const COUNT: usize = Tag::Other as usize + 1;

            /// The tag called `name`, in lower case.
            pub(super) fn of(name: &str) -> Self {
                /// The names as numbers: one is found among them by halving.
                #[expect(non_upper_case_globals, reason = "one for each tag")]
                mod numbers {
                    $(pub(super) const $name: u128 = crate::parse::html::tag::number($text);)*
                }
                match number(name) { $(numbers::$name => Tag::$name,)* _ => Tag::Other }
            }

            /// The name in lower case; `x` for elements without a name of their own.
            pub(super) fn name(self) -> &'static str {
                match self { $(Tag::$name => $text,)* Tag::Other => "x" }
            }

            /// How the element is laid out.
            pub(super) fn class(self) -> Class {
                match self { $(Tag::$name => Class::$class,)* Tag::Other => Class::Inline }
            }
        }
    };
}

tags! {
    A "a" Inline, Address "address" Block, Annotation "annotation" Inline, AnnotationXml "annotation-xml" Hidden,
    Area "area" Void, Article "article" Block, Aside "aside" Block,
    Audio "audio" Hidden, B "b" Inline, Base "base" Void, Blockquote "blockquote" Block, Body "body" Block,
    Br "br" Void, Button "button" Block, Canvas "canvas" Hidden, Caption "caption" Block, Center "center" Block,
    Col "col" Void, Datalist "datalist" Hidden, Dd "dd" Block, Details "details" Block, Dialog "dialog" Block,
    Div "div" Block, Dl "dl" Block, Dt "dt" Block, Em "em" Inline, Embed "embed" Void, Fieldset "fieldset" Block,
    Figcaption "figcaption" Block, Figure "figure" Block, Font "font" Inline, Footer "footer" Block,
    Form "form" Block, Frame "frame" Void, H1 "h1" Block, H2 "h2" Block, H3 "h3" Block, H4 "h4" Block,
    H5 "h5" Block, H6 "h6" Block, Head "head" Block, Header "header" Block, Hgroup "hgroup" Block, Hr "hr" Void,
    Html "html" Block, I "i" Inline, Iframe "iframe" Hidden, Img "img" Void, Input "input" Void,
    Legend "legend" Block, Li "li" Block, Link "link" Void, Main "main" Block, Math "math" Inline,
    Menu "menu" Block, Meta "meta" Void, Nav "nav" Block, Noembed "noembed" Hidden, Noframes "noframes" Hidden,
    Noscript "noscript" Hidden, Object "object" Inline, Ol "ol" Block, Optgroup "optgroup" Hidden,
    Option "option" Hidden, P "p" Block, Param "param" Void, Pre "pre" Block, Rp "rp" Hidden, Rt "rt" Hidden,
    Script "script" Hidden, Section "section" Block, Select "select" Hidden,
    Semantics "semantics" Inline, Source "source" Void,
    Span "span" Inline, Strong "strong" Inline, Style "style" Hidden, Summary "summary" Block, Svg "svg" Hidden,
    Table "table" Block, Tbody "tbody" Block, Td "td" Block, Template "template" Hidden,
    Textarea "textarea" Hidden, Tfoot "tfoot" Block, Th "th" Block, Thead "thead" Block, Time "time" Inline,
    Title "title" Hidden, Tr "tr" Block, Track "track" Void, Ul "ul" Block, Video "video" Hidden, Wbr "wbr" Void,
    Xmp "xmp" Block,
}

/// A name of at most sixteen bytes as a number; all longer ones are one.
const fn number(name: &str) -> u128 {
    let bytes = name.as_bytes();
    if bytes.len() > 16 {
        return u128::MAX;
    }
    let (mut number, mut at) = (0, 0);
    while at < bytes.len() {
        number = number << 8 | bytes[at] as u128;
        at += 1;
    }
    number
}

impl Tag {
    /// How the tokenizer is to read what follows a start tag, where that is not markup.
    pub(super) fn content(self) -> Option<State> {
        match self {
            Tag::Title | Tag::Textarea => Some(State::RcData),
            Tag::Script => Some(State::ScriptData),
            Tag::Style | Tag::Xmp | Tag::Iframe | Tag::Noembed | Tag::Noframes => Some(State::RawText),
            _ => None,
        }
    }
}
