//! Which prompts the builtin models do not work on: a list of words that the operator configures.

/// The configured words, cut once so that each prompt is cut only once.
#[derive(Debug, Clone, Default)]
pub struct RefusedWords {
    phrases: Vec<Vec<String>>,
}

impl RefusedWords {
    pub fn new(configured: &[String]) -> Self {
        Self { phrases: configured.iter().map(|phrase| words(phrase)).filter(|cut| !cut.is_empty()).collect() }
    }

    /// Whether a configured word (or several in a row) stands in the prompt as a whole word, in any case.
    pub fn refuse(&self, prompt: &str) -> bool {
        let spoken = words(prompt);
        self.phrases.iter().any(|phrase| spoken.windows(phrase.len()).any(|window| window == phrase.as_slice()))
    }
}

/// The words of a text, in lower case: runs of letters and digits of any script.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(list: &[&str], prompt: &str) -> bool {
        RefusedWords::new(&list.iter().map(ToString::to_string).collect::<Vec<_>>()).refuse(prompt)
    }

    #[test]
    fn a_refused_word_is_found_in_any_case_and_next_to_punctuation() {
        assert!(refused(&["Handheld"], "Neon alley in the rain, HANDHELD!"));
        assert!(refused(&["straße"], "eine STRASSE, eine Straße"));
    }

    #[test]
    fn a_part_of_a_word_is_not_the_word() {
        assert!(!refused(&["hand"], "Neon alley in the rain, handheld"));
    }

    #[test]
    fn several_words_count_only_in_a_row() {
        assert!(refused(&["red dragon"], "a Red  Dragon asleep"));
        assert!(!refused(&["red dragon"], "a dragon, red"));
    }

    #[test]
    fn an_empty_list_refuses_nothing() {
        assert!(!refused(&[], "anything at all"));
        assert!(!refused(&["", " , "], "anything at all"));
    }
}
