//! Reads the names of an enum's variants from its source.

/// The variants of one enum of a source text, in order; empty when it is not there.
pub fn variants(text: &str, name: &str) -> Vec<String> {
    let Ok(file) = syn::parse_file(text) else { return Vec::new() };
    file.items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Enum(item) if item.ident == name => Some(item),
            _ => None,
        })
        .flat_map(|item| item.variants.iter().map(|variant| variant.ident.to_string()))
        .collect()
}

/// `InsufficientCredits` with `-` becomes `insufficient-credits`.
pub fn lowercase(name: &str, separator: char) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(separator);
        }
        words.extend(letter.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variants_of_the_named_enum_are_read() {
        let text = "enum Other { X }\n/// Doc.\npub enum Command {\n    Hold(Hold),\n    Settle { at: u8 },\n}\n";
        assert_eq!(variants(text, "Command"), ["Hold", "Settle"]);
        assert!(variants(text, "Missing").is_empty());
    }

    #[test]
    fn names_are_split_at_their_capitals() {
        assert_eq!(lowercase("InsufficientCredits", '-'), "insufficient-credits");
        assert_eq!(lowercase("Hold", '_'), "hold");
    }
}
