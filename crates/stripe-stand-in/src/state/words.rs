//! Enums whose variants are words of Stripe's.

/// Makes an enum with `as_str`, which gives the word for each variant.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$about_variant:meta])* $variant:ident => $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$about_variant])* $variant,)+
        }

        impl $name {
            /// The word that Stripe has for it.
            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

pub(super) use words;
