//! Where to go after signing in: paths of ours only.

/// The path, or `/` when it could lead to a site of someone else's.
#[must_use]
pub fn path_of_ours(path: &str) -> &str {
    let is_ours =
        path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control);
    if is_ours { path } else { "/" }
}

/// The path with a query that says where to come back to.
#[must_use]
pub fn with_redirect(page: &str, redirect: &str) -> String {
    let mut address = format!("{page}?redirect=");
    for byte in path_of_ours(redirect).bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            address.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            address.push('%');
            for digit in [byte >> 4, byte & 15] {
                address.push(HEX.get(usize::from(digit)).copied().map_or('0', char::from));
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_addresses_lead_home() {
        for foreign in ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "", "x", "/\n/x"] {
            assert_eq!(path_of_ours(foreign), "/", "{foreign:?}");
        }
        assert_eq!(path_of_ours("/billing?checkout=1"), "/billing?checkout=1");
    }

    #[test]
    fn a_path_survives_the_query() {
        assert_eq!(with_redirect("/signin", "/"), "/signin?redirect=/");
        assert_eq!(with_redirect("/signup", "/billing?a=b&c"), "/signup?redirect=/billing%3Fa%3Db%26c");
    }
}
