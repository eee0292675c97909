//! What can be somebody's name.

use crate::text::{date, is_common_han};

/// The commonest Chinese family names.
const FAMILIES: &str = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚\
    卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施牛樊葛邢齐易乔伍庞颜倪\
    庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍喻祁房滕屈饶解牟艾\
    尤穆司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘池\
    查麻苑迟邝常洪安向樊时侍敬植展宦仇";

/// Whether a word is a Chinese name by its form: a common family name and one to three characters more.
pub(super) fn is_han_name(word: &str) -> bool {
    (2..=4).contains(&word.chars().count())
        && word.chars().all(is_common_han)
        && word.starts_with(|c| FAMILIES.contains(c))
}

/// Whether Chinese words are part of a sentence rather than somebody's name.
pub(super) fn is_speech(text: &str) -> bool {
    text.contains(['的', '了', '你', '我', '他', '是', '在', '们', '和', '与'])
}

/// Words that stand where a name could and name nobody.
const PLACEHOLDERS: [&str; 22] = [
    "admin",
    "administrator",
    "null",
    "none",
    "undefined",
    "unknown",
    "anonymous",
    "网络",
    "佚名",
    "匿名",
    "未知",
    "不详",
    "无",
    "暂无",
    "sign in",
    "sign up",
    "log in",
    "login",
    "register",
    "subscribe",
    "登录",
    "注册",
];

/// Whether a word stands for a name that is not known.
pub(super) fn is_placeholder(word: &str) -> bool {
    PLACEHOLDERS.contains(&word.to_lowercase().as_str())
}

/// Columns of the shortest and the longest name; a Han character takes two.
const COLUMNS: std::ops::RangeInclusive<usize> = 2..=50;
/// Words of the longest name.
const WORDS: usize = 6;

/// Whether a string can be somebody's name.
pub(super) fn is_name(text: &str) -> bool {
    let columns: usize = text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum();
    COLUMNS.contains(&columns)
        && !text.contains([':', '：', '=', '"', '@'])
        && !text.contains("://")
        && !text.starts_with("www.")
        && !text.contains(".com")
        && text.split(' ').count() <= WORDS
        && text.chars().any(char::is_alphabetic)
        && has_digits_of_a_name(text)
        && !is_label(text)
        && !is_placeholder(text)
}

/// Whether the digits of a string are no date: names that people give themselves may end in a number.
fn has_digits_of_a_name(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_letter =
        |c: char| c.is_lowercase() || c.is_ascii_alphabetic() || (is_common_han(c) && !"年月日于".contains(c));
    let is_nickname = || head.chars().all(is_letter) && !date::is_month(head);
    digits == 0 || is_nickname() || (digits < 3 && !text.split(' ').any(date::is_month))
}

/// Whether a string tells what is beside it, or when.
fn is_label(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "posted",
        "published",
        "publiziert",
        "veröffentlicht",
        "updated",
        "read",
        "more",
        "topic",
        "written",
        "authors",
        "author",
        "image",
        "photo",
        "foto",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
    ];
    let first = text.split(' ').next().unwrap_or(text).to_lowercase();
    WORDS.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_what_stands_beside_them() {
        for name in ["Ann Lee", "walker1987", "小鱼2013", "Zelda256", "Redaktion Tal24", "林一川", "奥拉夫·布伦"]
        {
            assert!(is_name(name), "{name}");
        }
        for other in
            ["1987", "November 18", "Nov2020", "发布于2020", "未知", "www.example.org", "ann@example.org", "read more"]
        {
            assert!(!is_name(other), "{other}");
        }
        assert!(is_han_name("林一川") && !is_han_name("河边日报社") && !is_han_name("一川"));
    }
}
