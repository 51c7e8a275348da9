//! Where things stand on a page (ISO 32000-1, 8.3).

use lopdf::Object;

/// A matrix as PDF writes it, by which points are multiplied from the left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    /// Where the unit to the right goes.
    pub right: (f32, f32),
    /// Where the unit upwards goes.
    pub up: (f32, f32),
    /// Where the origin goes.
    pub origin: (f32, f32),
}

impl Matrix {
    pub(super) const SAME: Self = Self { right: (1.0, 0.0), up: (0.0, 1.0), origin: (0.0, 0.0) };

    /// Six numbers.
    pub(super) fn read(numbers: &[Object]) -> Option<Self> {
        let mut numbers = numbers.iter().map(|number| number.as_float().ok());
        let mut pair = || Some((numbers.next()??, numbers.next()??));
        Some(Self { right: pair()?, up: pair()?, origin: pair()? })
    }

    /// First this, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let turned = |(x, y): (f32, f32)| {
            (x.mul_add(next.right.0, y * next.up.0), x.mul_add(next.right.1, y * next.up.1))
        };
        let (x, y) = turned(self.origin);
        Self {
            right: turned(self.right),
            up: turned(self.up),
            origin: (x + next.origin.0, y + next.origin.1),
        }
    }

    /// The same with its origin moved within it.
    pub(super) fn moved(self, x: f32, y: f32) -> Self {
        Self { origin: (x, y), ..Self::SAME }.then(self)
    }
}

/// Where a text ended, to tell whether the next one goes on from there.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub at: (f32, f32),
}

/// How far another text may begin from the end of the last, in the font's size, and be the same word: forward, back
/// (letters drawn closer together), and up or down (raised and lowered letters).
const FORWARD: f32 = 0.18;
const BACK: f32 = 0.6;
const ACROSS: f32 = 0.5;

impl End {
    /// Whether a text of this size that is set by `at` begins a word of its own.
    pub(super) fn is_apart(self, at: Matrix, size: f32) -> bool {
        let length = at.right.0.hypot(at.right.1);
        let em = at.up.0.hypot(at.up.1) * size.abs();
        if !(length > 0.0 && em > 0.0) {
            return false;
        }
        let (x, y) = (at.origin.0 - self.at.0, at.origin.1 - self.at.1);
        let (right, up) = (at.right.0 / length, at.right.1 / length);
        let along = x.mul_add(right, y * up) / em;
        let across = x.mul_add(up, -y * right) / em;
        !(-BACK..=FORWARD).contains(&along) || across.abs() > ACROSS
    }
}
