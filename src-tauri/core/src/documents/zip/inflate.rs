//! One entry's bytes, measured: every limit, size and checksum is held against what comes out, chunk by chunk.

use flate2::{Decompress, FlushDecompress, Status};

use super::listing::Place;
use super::source::Source;
use super::{Halt, Limits, Refusal, ZipError};
use crate::documents::kind::{HEAD_BYTES, Kind, kind};

/// How much is read and inflated at a time.
const CHUNK: usize = 128 << 10;

const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
const LOCAL_HEADER_BYTES: usize = 30;

/// What a thread needs to inflate entries one after another.
pub(super) struct Tools {
    inflater: Decompress,
    input: Box<[u8]>,
    output: Box<[u8]>,
}

impl Tools {
    pub(super) fn new() -> Self {
        Self {
            inflater: Decompress::new(false),
            input: vec![0; CHUNK].into_boxed_slice(),
            output: vec![0; CHUNK].into_boxed_slice(),
        }
    }
}

/// Counts inflated bytes of the whole pass.
pub(super) type Count<'a> = &'a dyn Fn(u64) -> Result<(), ZipError>;

/// Inflates the entry called `name` (its last one) at `place` and hands its bytes to `sink`, each chunk after it was
/// measured. Ok only when size and checksum are those of the list and it is neither a program nor pretending; what
/// `sink` was handed before a refusal is void.
pub(super) fn inflate(
    source: Source<'_>,
    place: &Place,
    name: &str,
    tools: &mut Tools,
    limits: &Limits,
    count: Count<'_>,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), Halt>,
) -> Result<(), Halt> {
    let mut packed = Packed::open(source, place, &mut tools.input)?;
    let mut measure = Measure {
        place,
        limits,
        count,
        name,
        size: 0,
        crc32: crc32fast::Hasher::new(),
        head: Vec::new(),
        judged: false,
    };
    if place.deflated && place.packed > 0 {
        tools.inflater.reset(false);
        deflated(&mut packed, &mut tools.inflater, &mut tools.output, &mut measure, sink)?;
    } else {
        while let Some(chunk) = packed.next()? {
            measure.take(chunk)?;
            sink(chunk)?;
        }
    }
    measure.finish()
}

fn deflated(
    packed: &mut Packed<'_>,
    inflater: &mut Decompress,
    output: &mut [u8],
    measure: &mut Measure<'_>,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), Halt>,
) -> Result<(), Halt> {
    while let Some(mut input) = packed.next()? {
        // Input alone may go on for long without a byte to show for it.
        (measure.count)(0)?;
        loop {
            let (read, written) = (inflater.total_in(), inflater.total_out());
            let status = inflater.decompress(input, output, FlushDecompress::None);
            let status = status.map_err(|_| Refusal::Damaged)?;
            let read = usize::try_from(inflater.total_in() - read).unwrap_or(usize::MAX);
            let written = usize::try_from(inflater.total_out() - written).unwrap_or(usize::MAX);
            input = input.get(read..).unwrap_or_default();
            let chunk = output.get(..written).unwrap_or_default();
            if !chunk.is_empty() {
                measure.take(chunk)?;
                sink(chunk)?;
            }
            if status == Status::StreamEnd {
                // What follows within the entry's bytes belongs to nothing.
                let is_all = input.is_empty() && packed.left == 0;
                return if is_all { Ok(()) } else { Err(Refusal::Damaged.into()) };
            }
            // A full output may hide more; else the inflater wants the next input.
            if written < output.len() {
                break;
            }
        }
        if !input.is_empty() {
            return Err(Refusal::Damaged.into());
        }
    }
    Err(Refusal::Damaged.into())
}

/// The packed bytes of an entry, chunk by chunk.
struct Packed<'a> {
    source: Source<'a>,
    buffer: &'a mut [u8],
    /// What of the buffer was read along with the header.
    ready: Option<std::ops::Range<usize>>,
    at: u64,
    left: u64,
}

impl<'a> Packed<'a> {
    /// Reads the local header (APPNOTE 4.3.7) for its length, and with it as much of the data as fits.
    fn open(source: Source<'a>, place: &Place, buffer: &'a mut [u8]) -> Result<Self, Halt> {
        if place.same_as_another {
            return Err(Refusal::Overlaps.into());
        }
        let room = place.end.saturating_sub(place.offset);
        let wanted = usize::try_from(room).unwrap_or(usize::MAX).min(buffer.len());
        let read = source.fill(buffer.get_mut(..wanted).unwrap_or_default(), place.offset);
        let read = read.map_err(ZipError::Read)?;
        let header = buffer.get(..read.min(LOCAL_HEADER_BYTES)).unwrap_or_default();
        if header.len() < LOCAL_HEADER_BYTES && place.before_another {
            return Err(Refusal::Overlaps.into());
        }
        let (Some(LOCAL_HEADER), Some(&[n1, n2, x1, x2])) = (header.get(..4), header.get(26..30)) else {
            return Err(Refusal::Damaged.into());
        };
        let names = usize::from(u16::from_le_bytes([n1, n2])) + usize::from(u16::from_le_bytes([x1, x2]));
        let start = LOCAL_HEADER_BYTES + names;
        match (start as u64).checked_add(place.packed) {
            Some(length) if length <= room => {}
            _ if place.before_another => return Err(Refusal::Overlaps.into()),
            _ => return Err(Refusal::Damaged.into()),
        }
        let packed = usize::try_from(place.packed).unwrap_or(usize::MAX);
        let ready = (start < read).then(|| start..read.min(start.saturating_add(packed)));
        Ok(Self { source, buffer, ready, at: place.offset + start as u64, left: place.packed })
    }

    /// The next bytes; None when there are no more.
    fn next(&mut self) -> Result<Option<&[u8]>, Halt> {
        if self.left == 0 {
            return Ok(None);
        }
        let range = if let Some(range) = self.ready.take() {
            range
        } else {
            let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(self.buffer.len());
            let into = self.buffer.get_mut(..wanted).unwrap_or_default();
            0..self.source.fill(into, self.at).map_err(ZipError::Read)?
        };
        if range.is_empty() {
            return Err(Refusal::Damaged.into());
        }
        self.at += range.len() as u64;
        self.left -= range.len() as u64;
        Ok(self.buffer.get(range))
    }
}

/// What has come out of an entry so far, held against the limits and against its place.
struct Measure<'a> {
    place: &'a Place,
    limits: &'a Limits,
    count: Count<'a>,
    name: &'a str,
    size: u64,
    crc32: crc32fast::Hasher,
    head: Vec<u8>,
    judged: bool,
}

impl Measure<'_> {
    fn take(&mut self, chunk: &[u8]) -> Result<(), Halt> {
        self.size += chunk.len() as u64;
        (self.count)(chunk.len() as u64)?;
        let allowed = self.place.packed.saturating_mul(self.limits.ratio);
        if self.size > self.limits.ratio_from && self.size > allowed {
            return Err(Refusal::Ratio.into());
        }
        if self.size > self.place.size {
            return Err(Refusal::WrongSize.into());
        }
        self.crc32.update(chunk);
        if !self.judged {
            self.look(chunk)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), Halt> {
        if self.size != self.place.size {
            return Err(Refusal::WrongSize.into());
        }
        if !self.judged {
            let head = std::mem::take(&mut self.head);
            self.judge(&head)?;
        }
        if self.crc32.finalize() == self.place.crc32 { Ok(()) } else { Err(Refusal::WrongChecksum.into()) }
    }

    /// Gathers the first bytes, and judges them once there are enough.
    fn look(&mut self, chunk: &[u8]) -> Result<(), Halt> {
        if self.head.is_empty() && chunk.len() >= HEAD_BYTES {
            return self.judge(chunk);
        }
        let missing = HEAD_BYTES - self.head.len();
        self.head.extend_from_slice(chunk.get(..missing).unwrap_or(chunk));
        if self.head.len() < HEAD_BYTES {
            return Ok(());
        }
        let head = std::mem::take(&mut self.head);
        self.judge(&head)
    }

    fn judge(&mut self, head: &[u8]) -> Result<(), Halt> {
        self.judged = true;
        let head = head.get(..HEAD_BYTES).unwrap_or(head);
        judgement(self.name, head).map_or(Ok(()), |refusal| Err(refusal.into()))
    }
}

/// Why a file of this name with these first bytes is refused, if it is.
pub(super) fn judgement(name: &str, head: &[u8]) -> Option<Refusal> {
    match kind(name, head) {
        Kind::Ordinary => None,
        Kind::Program => Some(Refusal::Program),
        Kind::Pretends { claims, is } => Some(Refusal::Pretends { claims, is }),
    }
}
