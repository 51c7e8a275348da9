//! What an extension promises: the formats that files of it have in honest hands.

use super::Format;
use super::Format::{Archive, Html, Markup, Ole, Pdf, Picture, Rtf, Zip};

/// Extensions and the formats that they may be. Text, DER and whatever else [`Format`] cannot tell are never held
/// against a file, so they are not listed.
const CLAIMS: &[(&[&str], &[Format])] = &[
    (&["pdf"], &[Pdf]),
    // Zips inside; OLE when protected by a password (MS-OFFCRYPTO 1.3.1).
    (
        &[
            "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xlsb", "xltx", "xltm", "pptx", "pptm", "ppsx",
            "potx",
        ],
        &[Zip, Ole],
    ),
    (&["vsdx", "odt", "ods", "odp", "odg", "odf", "ott", "ots", "otp", "epub"], &[Zip]),
    (&["pages", "numbers", "key", "xps", "oxps", "kmz"], &[Zip]),
    // Programs write pages, tables and newer formats under the older names, and Office opens them.
    (&["doc", "dot", "xls", "xlt", "wps"], &[Ole, Zip, Rtf, Html, Markup]),
    (&["ppt", "pps", "vsd", "pub", "mpp"], &[Ole, Zip]),
    (&["msg"], &[Ole]),
    (&["rtf"], &[Rtf]),
    (&["zip"], &[Zip, Archive]),
    (&["7z", "rar", "gz", "tgz", "tar", "bz2", "xz", "zst", "cab"], &[Archive, Zip]),
    // One picture under the name of another harms nobody.
    (
        &[
            "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "tif", "tiff", "heic", "heif", "avif", "bmp",
            "jp2",
        ],
        &[Picture],
    ),
    (&["svg"], &[Markup]),
    // Text of any kind: it is shown, not run.
    (&["txt", "csv", "tsv", "log", "md", "json", "yaml", "ini", "vcf", "ics"], &[Markup, Html, Rtf]),
    (&["xml", "xsd", "xsl", "xslt", "xbrl"], &[Markup]),
    (&["html", "htm", "xhtml", "mht", "mhtml", "eml"], &[Html, Markup]),
    // Signatures, timestamps and certificates: DER, PEM or base64.
    (&["p7m", "p7s", "p7c", "p7b", "m7m", "tsd", "tsr", "cer", "crt", "der", "pem", "p12", "pfx"], &[]),
    (&["mp3", "m4a", "wav", "ogg", "opus", "flac", "mp4", "mov", "avi", "mkv", "webm"], &[]),
];

/// What a file of this extension, in lower case, may be. None when the extension promises nothing that we know.
pub(super) fn formats(extension: &str) -> Option<&'static [Format]> {
    CLAIMS.iter().find(|(extensions, _)| extensions.contains(&extension)).map(|(_, formats)| *formats)
}
