//! Text out of a regular expression.
//!
//! The expression is read by `regex-syntax`, without its look-around and anchors, and walked with numbers that the caller
//! gives. What comes out is likely to match, not certain to: the caller checks it. The mock makes up its responses with it,
//! reference pages their examples.

use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};

/// How many more repetitions than the least a try makes at most, try after try: short text first, then nearly none,
/// then ever longer.
const MORE: [usize; 16] = [6, 0, 1, 2, 12, 3, 24, 40, 64, 100, 160, 250, 500, 1000, 2000, 4000];
const ROUNDS: u64 = 4;
/// The length in bytes at which a try stops repeating.
const LONGEST: usize = 20_000;

/// Texts that may match `pattern`; none when it cannot be read. Text beyond `most` characters is of no use. For each try,
/// by its number, `chooser` gives what chooses: a function to a number under its argument.
pub fn texts<C>(pattern: &str, most: usize, chooser: impl Fn(u64) -> C + Clone) -> impl Iterator<Item = String>
where
    C: FnMut(usize) -> usize,
{
    let parsed = ParserBuilder::new()
        .nest_limit(100)
        .build()
        .parse(&without_look_around(pattern))
        .ok();
    let longest = most.saturating_mul(4).min(LONGEST);
    parsed.into_iter().flat_map(move |hir| {
        let chooser = chooser.clone();
        (0..ROUNDS).flat_map(move |round| {
            let (hir, chooser) = (hir.clone(), chooser.clone());
            MORE.iter().enumerate().map(move |(place, more)| {
                let mut walk = Walk {
                    choose: chooser(round * 100 + place as u64),
                    more: *more,
                    longest,
                    out: Vec::new(),
                };
                walk.go(&hir);
                String::from_utf8_lossy(&walk.out).into_owned()
            })
        })
    })
}

struct Walk<C> {
    choose: C,
    more: usize,
    longest: usize,
    out: Vec<u8>,
}

impl<C: FnMut(usize) -> usize> Walk<C> {
    fn go(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.out.extend_from_slice(&literal.0),
            HirKind::Class(class) => self.one_of(class),
            HirKind::Repetition(repetition) => {
                let least = repetition.min as usize;
                let most = repetition.max.map_or(usize::MAX, |most| most as usize);
                let more = self.more.min(most.saturating_sub(least));
                // A long text is wanted as long as it is asked for, a short one may vary.
                let more = if self.more > 6 { more } else { (self.choose)(more + 1) };
                for _ in 0..least.saturating_add(more) {
                    if self.out.len() > self.longest {
                        break;
                    }
                    self.go(&repetition.sub);
                }
            }
            HirKind::Capture(capture) => self.go(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.go(part)),
            HirKind::Alternation(parts) => {
                let chosen = (self.choose)(parts.len());
                self.go(&parts[chosen]);
            }
        }
    }

    /// One character of a class: a lower-case letter or digit where there is one, else what reads well.
    fn one_of(&mut self, class: &Class) {
        let ranges: Vec<(u32, u32)> = match class {
            Class::Unicode(class) => class
                .iter()
                .map(|range| (u32::from(range.start()), u32::from(range.end())))
                .collect(),
            Class::Bytes(class) => class
                .iter()
                .map(|range| (u32::from(range.start()), u32::from(range.end())))
                .collect(),
        };
        const LIKED: [&[(u8, u8)]; 3] = [&[(b'a', b'z'), (b'0', b'9')], &[(b'A', b'Z')], &[(b'!', b'~')]];
        for liked in LIKED {
            let liked = liked.iter().map(|(first, last)| (u32::from(*first), u32::from(*last)));
            let both: Vec<(u32, u32)> = liked
                .flat_map(|(first, last)| ranges.iter().map(move |range| (range.0.max(first), range.1.min(last))))
                .filter(|(first, last)| first <= last)
                .collect();
            let count = both.iter().map(|(first, last)| (last - first + 1) as usize).sum();
            if count > 0 {
                let mut place = (self.choose)(count) as u32;
                for (first, last) in both {
                    if first + place <= last {
                        return self.push(first + place);
                    }
                    place -= last - first + 1;
                }
            }
        }
        if let Some((first, _)) = ranges.first() {
            self.push(*first);
        }
    }

    fn push(&mut self, character: u32) {
        if let Some(character) = char::from_u32(character) {
            self.out
                .extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

/// The expression without its look-around groups, which `regex-syntax` does not read.
fn without_look_around(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if ["(?=", "(?!", "(?<=", "(?<!"]
            .iter()
            .any(|start| rest.starts_with(start))
        {
            rest = &rest[group_length(rest)..];
            continue;
        }
        let token = token_length(rest, first);
        out.push_str(&rest[..token]);
        rest = &rest[token..];
    }
    out
}

/// The length of the group that `text` starts with.
fn group_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(first) = text[at..].chars().next() {
        match first {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        at += token_length(&text[at..], first);
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of the character, escape or class that `text` starts with.
fn token_length(text: &str, first: char) -> usize {
    let escape = |text: &str| 1 + text[1..].chars().next().map_or(0, char::len_utf8);
    match first {
        '\\' => escape(text),
        '[' => {
            let mut at = 1;
            while let Some(next) = text[at..].chars().next() {
                match next {
                    '\\' => at += escape(&text[at..]),
                    ']' => return at + 1,
                    _ => at += next.len_utf8(),
                }
            }
            at
        }
        _ => first.len_utf8(),
    }
}
