//! Headlines stuck together in one paragraph, split into single ones, so that `strip` can judge each.

use crate::document::{Change, Document, Kind, Rule};
use crate::mend::script::{Class, count, count_han};
use crate::pipeline::{Entry, Stage};

/// White space between two headlines of a list that was stuck together.
static HEADLINE: Rule = Rule { id: "mend.headlines", about: "white space between headlines stuck together" };

/// The stage `mend.headlines`.
pub struct Headlines;

impl Headlines {
    /// The row of this stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "mend.headlines",
        about: "headlines stuck together, split into single ones",
        rules: || vec![&HEADLINE],
        build: |config| super::stage(config.mend.headlines, Headlines),
    };
}

impl Stage for Headlines {
    fn run(&self, document: &mut Document) {
        let mut cuts = Vec::new();
        for index in 0..document.blocks.len() {
            let block = &document.blocks[index];
            if !block.is_kept() || block.kind != Kind::Paragraph || !is_plausible(block.value()) {
                continue;
            }
            if let Some(starts) = find(block.value()) {
                cuts.push((index, clear(document, index, &starts)));
            }
        }
        if !cuts.is_empty() {
            document.split(&cuts);
        }
    }
}

/// The fewest headlines that make a list.
const FEWEST: usize = 3;
/// The longest headline and the longest list, in bytes.
const LONGEST: usize = 180;
const LONGEST_LIST: usize = 10_000;

/// A fast look whether `text` may be a list of Chinese headlines: long enough, and no sentence ends in it.
fn is_plausible(text: &str) -> bool {
    (FEWEST * 24..LONGEST_LIST).contains(&text.len())
        && count_han(text) * 6 > text.len() / 2
        && count(text.as_bytes(), |byte| byte == b'|' || byte == b'\n') == 0
        && !text.contains("。")
        && !text.contains("；")
}

/// Offsets at which the headlines of `text` after the first begin, when it is a list of them.
fn find(text: &str) -> Option<Vec<usize>> {
    let marked = marked_starts(text);
    if Pieces::of(text, &marked).are_titled(text) {
        return Some(marked);
    }
    let (spaced, sure) = spaced_starts(text);
    (sure * 3 >= spaced.len() && Pieces::of(text, &spaced).are_titles(text)).then_some(spaced)
}

/// What a paragraph would fall into.
struct Pieces {
    /// Their lengths, in bytes.
    lengths: Vec<usize>,
    /// How many are said as one speaks.
    spoken: usize,
    /// How many differ from the piece before them and the one before that.
    fresh: usize,
}

impl Pieces {
    fn of(text: &str, starts: &[usize]) -> Self {
        let bounds: Vec<usize> = [0].into_iter().chain(starts.iter().copied()).chain([text.len()]).collect();
        let pieces: Vec<&str> = bounds.windows(2).map(|pair| text[pair[0]..pair[1]].trim_end()).collect();
        let spoken = pieces.iter().filter(|piece| is_spoken(piece)).count();
        let repeats = (0..pieces.len()).filter(|&at| pieces[at.saturating_sub(2)..at].contains(&pieces[at])).count();
        let fresh = pieces.len() - repeats;
        Self { fresh, lengths: pieces.iter().map(|piece| piece.len()).collect(), spoken }
    }

    fn are_list(&self, shortest: usize) -> bool {
        let count = self.lengths.len();
        let long = self.lengths.iter().filter(|length| **length > LONGEST).count();
        count >= FEWEST && long * 4 <= count && self.lengths.iter().sum::<usize>() >= count * shortest
    }

    /// Pieces told by marks. Exclamations follow each other in a heated comment too: headlines have their colons and
    /// brackets.
    fn are_titled(&self, text: &str) -> bool {
        let (count, colons) = (self.lengths.len(), text.matches(['：', '【']).count());
        self.are_list(24) && colons >= 2 && colons * 3 >= count && self.spoken * 4 <= count
    }

    /// Pieces told by spaces. Phrases of a comment are shorter and spoken, lines of verse are all of a length, and
    /// question marks in a row are what is left of text that was lost.
    fn are_titles(&self, text: &str) -> bool {
        let (count, commas) = (self.lengths.len(), text.matches(['，', ',']).count());
        let even = self.lengths.iter().all(|length| length.abs_diff(self.lengths[0]) <= 3);
        let shortest = self.lengths.iter().min().copied().unwrap_or(0);
        let shape = if OPENERS.iter().any(|opener| text.contains(opener)) { 24 } else { 27 };
        self.are_list(shape)
            && count > FEWEST
            && shortest >= 9
            && !even
            && commas * 4 <= count
            && self.spoken * 6 <= count
            && self.fresh * 5 >= count * 4
            && !text.contains("??")
    }
}

/// Whether `piece` is said as one speaks, not as one titles: with particles and words of degree.
fn is_spoken(piece: &str) -> bool {
    piece.contains(['很', '挺', '啦', '吧', '哦', '嘛', '呀', '哈', '唉', '呵', '您'])
        || piece.ends_with(['了', '好', '啊', '过'])
        || piece.starts_with(['就', '也', '还', '都', '又', '但', '才', '再', '不', '~'])
}

/// Starts told by marks: after an exclamation or question mark, before a label in brackets, at a label that comes again.
fn marked_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut ended = false;
    for (at, c) in text.char_indices() {
        let closes = "！？!?…”’」』）)》】~ ".contains(c);
        if at > 0 && !closes && (ended || c == '【') && !text[..at].ends_with(['：', '《', '“', '【']) {
            starts.push(at);
        }
        ended = match c {
            '！' | '？' | '!' => true,
            // A lone question mark of ASCII may stand for a character that was lost.
            _ if closes => ended,
            _ => false,
        };
    }
    starts.extend(label_starts(text));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Starts of a label that stands before a colon at least three times.
fn label_starts(text: &str) -> Vec<usize> {
    let labels = text.match_indices('：').map(|(at, _)| {
        let start = text[..at]
            .char_indices()
            .rev()
            .take(6)
            .take_while(|(_, c)| Class::of(*c).is_word() || Class::of(*c) == Class::Han);
        start.map(|(start, _)| start).last().unwrap_or(at)..at
    });
    let labels: Vec<&str> = labels.map(|range| &text[range]).collect();
    let mut best = "";
    for label in &labels {
        // What the labels end in alike is the label; what stands before it belongs to other headlines.
        let mut tail = *label;
        while !tail.is_empty() {
            let same = labels.iter().filter(|other| other.ends_with(tail)).count();
            if same >= FEWEST && tail.chars().count() >= 2 && tail.len() > best.len() {
                best = tail;
            }
            tail = tail.get(tail.chars().next().map_or(1, char::len_utf8)..).unwrap_or("");
        }
    }
    if best.is_empty() {
        return Vec::new();
    }
    let again = format!("{best}：");
    text.match_indices(&again).map(|(at, _)| at).filter(|&at| at > 0).collect()
}

/// Starts told by spaces, and how many of them are sure: those between two Chinese characters. A space beside a Latin
/// word may be the author's own; then the words around it must tell.
fn spaced_starts(text: &str) -> (Vec<usize>, usize) {
    let (mut starts, mut sure) = (Vec::new(), 0);
    let (mut before, mut space, mut began) = (Class::Other, 0, 0);
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        if class == Class::Space {
            if before != Class::Space {
                space = at;
            }
        } else if before == Class::Space && at > 0 {
            let piece = &text[began..space];
            let ended = piece.chars().next_back().map_or(Class::Other, Class::of);
            let starts_here = match (ended, class) {
                (Class::Han | Class::Mark, Class::Han | Class::Mark) => {
                    sure += 1;
                    true
                }
                (Class::Ascii, _) if piece.ends_with(['!', '?']) => true,
                (Class::Mark, _) if piece.ends_with(['！', '？']) => true,
                (Class::Han | Class::Mark, _) => count_han(piece) >= 4 && !expects_more(piece),
                (_, Class::Han) => count_han(piece) >= 4 && OPENERS.iter().any(|opener| text[at..].starts_with(opener)),
                _ => false,
            };
            if starts_here {
                starts.push(at);
                began = at;
            }
        }
        before = class;
    }
    (starts, sure)
}

/// Words that begin headlines.
const OPENERS: [&str; 6] = ["如何", "为什么", "怎样", "怎么", "一个", "一种"];

/// Whether `piece` ends in a word that something must follow: a preposition, a verb, a measure word, an adjective.
fn expects_more(piece: &str) -> bool {
    const ONE: &str = "的和与或在用将把从到给向为是成个种看写如及以于比对让被由当做作有跟同款门张位次第新旧大小纯各该每某本这那无非可能        会要想学玩装建换改查找买卖使讲谈论聊说解";
    const TWO: [&str; 36] = [
        "如何", "什么", "怎么", "利用", "基于", "构建", "编写", "开发", "通过", "制作", "关于", "支持", "运行", "添加",
        "选择", "安装", "实现", "理解", "学习", "生成", "公共", "开源", "免费", "在线", "访问", "管理", "操作", "最新",
        "官方", "搭建", "部署", "解释", "替代", "发布", "推出", "没有",
    ];
    let last = piece.char_indices().next_back().map_or("", |(at, _)| &piece[at..]);
    ONE.contains(last) || TWO.iter().any(|word| piece.ends_with(word))
}

/// Takes out the white space before `starts` in block `index`, and gives the offsets of the same places afterwards.
fn clear(document: &mut Document, index: usize, starts: &[usize]) -> Vec<usize> {
    let value = document.blocks[index].value();
    let mut removed = 0;
    let (mut changes, mut cuts) = (Vec::new(), Vec::with_capacity(starts.len()));
    for &start in starts {
        let end = value[..start].trim_end().len();
        cuts.push(end - removed);
        if end < start {
            changes.push(Change::removal(end..start));
            removed += start - end;
        }
    }
    document.change(index, &changes, &HEADLINE);
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::plain;

    fn split(text: &str) -> Vec<String> {
        let mut document = plain(text.to_owned());
        Headlines.run(&mut document);
        assert!(document.settle().is_ok());
        document.blocks.iter().map(|block| block.value().to_owned()).collect()
    }

    #[test]
    fn marks_and_labels_part_headlines() {
        let headlines = [
            "老城改造：谁来留住街角的味道？",
            "【深度】一家书店的第三十个冬天：还能撑多久！",
            "科技观察：手机电池为什么越来越不耐用",
            "科技观察：下一个风口在哪里",
            "科技观察：芯片还要涨多久",
        ];
        assert_eq!(split(&headlines.concat()), headlines);
    }

    #[test]
    fn spaces_part_headlines_of_some_length() {
        let headlines = [
            "一个小镇的图书馆是怎样建成的",
            "二十年前的天气预报准不准",
            "从零开始学做木工的经验",
            "山里邮递员的最后一天",
        ];
        assert_eq!(split(&headlines.join(" ")), headlines);
    }

    #[test]
    fn comments_and_verse_stay_whole() {
        for text in [
            "太好吃了！下次还来！推荐给朋友们！服务员也很热情！环境非常安静！",
            "白日依山尽 黄河入海流 欲穷千里目 更上一层楼 白日依山尽 黄河入海流",
            "房间干净 服务热情 早餐一般 离地铁站很近 下次还会住这里 值得推荐",
        ] {
            assert_eq!(split(text), [text]);
        }
    }
}
