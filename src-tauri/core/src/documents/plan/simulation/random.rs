//! Chance from a seed: `SplitMix64` (Steele, Lea, Flood 2014), and what happens by it.

use super::super::world::happenings::Happening;

#[derive(Debug, Clone)]
pub(super) struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    pub(super) fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn happening(&mut self) -> Happening {
        let chance = self.below(36);
        let mut byte = || self.byte();
        match chance {
            0..=4 => Happening::Create { folder: byte(), name: byte(), what: byte() },
            5..=7 => Happening::Write { file: byte() },
            8..=10 => Happening::SaveByRename { file: byte() },
            11 | 12 => Happening::BeginSave { file: byte() },
            13 => Happening::RenameOver { file: byte(), over: byte() },
            14..=18 => Happening::Move { what: byte(), folder: byte(), name: byte() },
            19..=21 => Happening::Rename { what: byte(), name: byte() },
            22 => Happening::Respell { what: byte() },
            23 | 24 => Happening::Delete { what: byte() },
            25 | 26 => {
                let keeps_times = byte() > 127;
                Happening::Copy { what: byte(), folder: byte(), name: byte(), keeps_times }
            }
            27 => Happening::Link { file: byte(), folder: byte(), name: byte() },
            28 | 29 => Happening::Swap { one: byte(), two: byte() },
            30 => Happening::FolderToFile { folder: byte() },
            31 => Happening::RestoreVersion { file: byte(), content: byte() },
            32 => Happening::Unmount,
            33 => Happening::Mount,
            _ => Happening::EndSave { file: byte() },
        }
    }
}
