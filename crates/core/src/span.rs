//! Places in files, in bytes.

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// A span of the bytes from `start` up to `end`. Files are limited to less than 4 GiB long
    /// before a span is made, so larger offsets saturate rather than wrap.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The span as an index into the text.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies within this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the two spans share a byte or meet: an empty one touches what it stands in, at either end too.
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// The number of a file within one run. It never reaches an output: files are named by their path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The file of what stands in no file: a resource that the installation creates.
    pub const NONE: Self = Self(u32::MAX);

    /// The file with this number.
    #[must_use]
    pub fn new(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX - 1))
    }

    /// The number, as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A span in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

impl Location {
    /// The location of what stands in no file.
    pub const NONE: Self = Self { file: FileId::NONE, span: Span { start: 0, end: 0 } };

    /// A location in a file.
    #[must_use]
    pub fn new(file: FileId, span: Span) -> Self {
        Self { file, span }
    }

    /// Whether this is a place in a file at all.
    #[must_use]
    pub fn is_written(self) -> bool {
        self.file != FileId::NONE
    }

    /// Whether the two are in the same file and their spans touch.
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        self.file == other.file && self.span.touches(other.span)
    }
}
