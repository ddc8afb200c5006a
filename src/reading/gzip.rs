//! Compressed files.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::unpack::read_limited;

/// Whether bytes begin as gzip's do.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 8])
}

/// What a compressed file holds.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let decoder: &mut dyn Read = &mut MultiGzDecoder::new(bytes);
    read_limited(decoder, bytes.len() as u64)
}
