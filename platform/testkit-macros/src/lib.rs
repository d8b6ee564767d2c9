#![doc = include_str!("../README.md")]

use proc_macro::{Delimiter, TokenStream, TokenTree};

/// Makes one test of each engine from a function that takes a `testkit::TestDb`.
#[proc_macro_attribute]
pub fn db_test(_: TokenStream, item: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = item.into_iter().collect();
    let name = match function_name(&tokens) {
        Some(name) => name,
        None => return error("#[db_test] goes on a function: fn name(t: TestDb) { … }"),
    };
    let (ignored, function) = split_ignore(tokens);
    let made = format!(
        "mod {name} {{
            use super::*;
            {function}
            {ignored} #[test] fn sqlite() {{ ::testkit::on_sqlite({name}) }}
            {ignored} #[test] fn postgres() {{ ::testkit::on_postgres({name}) }}
        }}"
    );
    made.parse().unwrap_or_else(|_| error("#[db_test] could not write the two tests"))
}

/// An `#[ignore = "…"]` goes to the two tests; all else stays with the function.
fn split_ignore(tokens: Vec<TokenTree>) -> (TokenStream, TokenStream) {
    let (mut ignored, mut function) = (TokenStream::new(), TokenStream::new());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let hash = matches!(&token, TokenTree::Punct(p) if p.as_char() == '#');
        let ignore = tokens.peek().is_some_and(|next| next.to_string().starts_with("[ignore"));
        if hash && ignore {
            ignored.extend([token]);
            ignored.extend(tokens.next());
        } else {
            function.extend([token]);
        }
    }
    (ignored, function)
}

fn function_name(tokens: &[TokenTree]) -> Option<String> {
    let at = tokens.iter().position(|t| t.to_string() == "fn")?;
    let body = tokens.last()?;
    let has_body = matches!(body, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace);
    if has_body { tokens.get(at + 1).map(ToString::to_string) } else { None }
}

fn error(message: &str) -> TokenStream {
    format!("compile_error!({message:?});").parse().unwrap_or_default()
}
