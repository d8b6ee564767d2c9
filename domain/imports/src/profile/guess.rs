//! Which field a column may be, by its heading: what people call things in English and Spanish.

use super::Kind;

/// A field, and what its column is called besides the field's own name.
type Synonyms = &'static [(&'static str, &'static [&'static str])];

const RECEIVABLES: Synonyms = &[
    ("client_number", &["customer number", "customer id", "customer", "account number", "account"]),
    (
        "client_name",
        &["customer name", "company name", "company", "name", "razón social", "empresa", "nombre"],
    ),
    ("invoice_number", &["invoice", "document number", "document", "bill number"]),
    (
        "issued_on",
        &[
            "invoice date",
            "issue date",
            "issued",
            "document date",
            "emisión",
            "fecha emisión",
            "date",
        ],
    ),
    ("due_on", &["due date", "due", "maturity date", "vencimiento", "fecha vencimiento", "vence"]),
    ("payment_term", &["payment terms", "terms", "condiciones pago", "plazo pago"]),
    ("currency", &["currency code", "moneda", "divisa"]),
    ("exchange_rate", &["fx rate", "rate", "tipo cambio"]),
    (
        "amount",
        &[
            "invoice amount",
            "invoice total",
            "total amount",
            "total",
            "importe",
            "importe total",
            "monto",
            "monto total",
            "gross amount",
        ],
    ),
    (
        "settled_on",
        &[
            "settled date",
            "paid on",
            "paid date",
            "payment date",
            "clearing date",
            "fecha pago",
            "fecha cobro",
        ],
    ),
    (
        "settled_amount",
        &[
            "amount paid",
            "paid",
            "importe pagado",
            "importe cobrado",
            "monto pagado",
            "pagado",
            "cobrado",
        ],
    ),
    ("method", &["payment method", "forma pago", "método pago", "medio pago"]),
    ("reference", &["payment reference", "ref", "referencia", "referencia pago"]),
    (
        "purchase_order",
        &["po number", "po", "order number", "pedido", "número pedido", "orden compra"],
    ),
    ("disputed", &["dispute", "in dispute", "en disputa", "disputada"]),
];

const CLIENTS: Synonyms = &[
    (
        "number",
        &[
            "customer number",
            "customer id",
            "customer code",
            "account number",
            "account",
            "id",
            "code",
        ],
    ),
    ("kind", &["type", "tipo"]),
    (
        "legal_name",
        &["customer name", "company name", "company", "name", "razón social", "empresa", "nombre"],
    ),
    ("trading_name", &["trade name", "doing business as", "nombre comercial"]),
    ("given_name", &["first name", "forename", "nombre propio", "nombre pila"]),
    ("family_name", &["last name", "surname", "apellido", "apellidos"]),
    ("client_type", &["customer type", "category", "segment", "categoría", "segmento"]),
    ("status", &["estado"]),
    ("currency", &["currency code", "moneda", "divisa"]),
    ("payment_term", &["payment terms", "terms", "condiciones pago", "plazo pago"]),
    ("credit_limit", &["limit", "límite crédito", "crédito"]),
    ("owner_email", &["owner", "account manager", "representative", "responsable", "comercial"]),
    ("parent_number", &["parent", "parent customer", "matriz", "cliente matriz"]),
    ("language", &["idioma", "lengua"]),
    ("street", &["address", "address line 1", "street address", "dirección", "calle", "domicilio"]),
    ("city", &["town", "ciudad", "población", "localidad", "municipio"]),
    ("region", &["state", "province", "county", "provincia", "comunidad"]),
    ("postal_code", &["postcode", "zip", "zip code", "código postal", "cp"]),
    ("country", &["country code", "país"]),
    (
        "tax_number.VAT",
        &["vat", "vat number", "tax number", "tax id", "nif", "cif", "rfc", "cuit", "nit"],
    ),
    ("tags", &["labels", "etiquetas"]),
];

const CONTACTS: Synonyms = &[
    ("client_number", &["customer number", "customer id", "customer", "account number", "account"]),
    ("given_name", &["first name", "forename", "name", "nombre", "nombre pila"]),
    ("family_name", &["last name", "surname", "apellido", "apellidos"]),
    ("roles", &["role", "job title", "title", "position", "cargo", "puesto", "rol"]),
    ("email", &["e-mail", "mail", "email address", "correo", "correo electrónico"]),
    ("email2", &["e-mail 2", "email 2", "second email", "other email", "correo 2"]),
    ("phone", &["telephone", "tel", "phone number", "teléfono", "número teléfono"]),
    (
        "phone2",
        &["phone 2", "mobile", "mobile phone", "cell phone", "móvil", "celular", "teléfono 2"],
    ),
    ("language", &["idioma", "lengua"]),
    ("time_zone", &["timezone", "zona horaria", "huso horario"]),
];

/// Words of one meaning: the first stands for the others.
const SAME: &[&[&str]] = &[
    &["number", "no", "num", "nr", "nro", "n", "número", "#"],
    &["id", "code", "código", "cod"],
    &["client", "customer", "cliente", "debtor", "deudor"],
    &["invoice", "inv", "factura", "bill"],
    &["document", "documento", "doc"],
    &["date", "fecha"],
    &["name", "nombre"],
];

/// Words that change nothing.
const LITTLE: &[&str] = &["de", "del", "la", "el", "the", "of"];

/// For each heading the field that its column may be, no field twice. Whoever imports has the last word.
pub fn guess(kind: Kind, headers: &[String]) -> Vec<Option<&'static str>> {
    let synonyms = match kind {
        Kind::Receivables => RECEIVABLES,
        Kind::Clients => CLIENTS,
        Kind::Contacts => CONTACTS,
    };
    let names = kind.fields().iter().map(|(name, _, _)| *name).chain(synonyms.iter().map(|s| s.0));
    let names: Vec<(&'static str, Vec<String>)> = names.map(|name| (name, meaning(name))).collect();
    let others: Vec<(&'static str, Vec<String>)> = synonyms
        .iter()
        .flat_map(|(name, words)| words.iter().map(move |word| (*name, meaning(word))))
        .collect();
    let headers: Vec<Vec<String>> = headers.iter().map(|header| meaning(header)).collect();
    let mut found: Vec<Option<&'static str>> = vec![None; headers.len()];
    // A field's own name goes before anything else that it may be called.
    for known in [names, others] {
        for (at, header) in headers.iter().enumerate() {
            let free = |name: &str| !found.contains(&Some(name));
            if found[at].is_none() && !header.is_empty() {
                found[at] =
                    known.iter().find(|(name, m)| m == header && free(name)).map(|(name, _)| *name);
            }
        }
    }
    found
}

/// What a heading means: its words in small letters and without accents, those of one meaning as one, in an
/// order that does not depend on the language's.
fn meaning(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_small = false;
    for c in text.chars() {
        // customerID and InvoiceDate are two words each.
        if !(c.is_alphanumeric() || c == '#') || (c.is_uppercase() && before_small) {
            words.push(String::new());
        }
        before_small = c.is_lowercase();
        let last = words.len() - 1;
        words[last].extend(c.to_lowercase().filter_map(plain));
    }
    let mut words: Vec<String> = words
        .into_iter()
        .filter(|word| !word.is_empty() && !LITTLE.contains(&word.as_str()))
        .map(one_for_all)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn one_for_all(word: String) -> String {
    let plainly = |s: &str| s.chars().filter_map(plain).collect::<String>();
    let same = SAME.iter().find(|same| same.iter().any(|s| plainly(s) == word));
    same.map_or(word, |same| same[0].to_owned())
}

/// A letter without its accent; `None` for what is no part of a word.
fn plain(c: char) -> Option<char> {
    Some(match c {
        'á' | 'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'º' | '°' => return None,
        c if c.is_alphanumeric() || c == '#' => c,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(kind: Kind, headers: &str) -> Vec<&'static str> {
        let headers: Vec<String> = headers.split('|').map(str::to_owned).collect();
        guess(kind, &headers).into_iter().map(|field| field.unwrap_or("-")).collect()
    }

    #[test]
    fn receivables_are_known_by_their_headings() {
        let ibm = "countryCode|customerID|invoiceNumber|InvoiceDate|DueDate|InvoiceAmount|Disputed|SettledDate|DaysLate";
        let fields = [
            "-",
            "client_number",
            "invoice_number",
            "issued_on",
            "due_on",
            "amount",
            "disputed",
            "settled_on",
            "-",
        ];
        assert_eq!(guessed(Kind::Receivables, ibm), fields);
        let spanish = "Nº de factura|Cód. cliente|Nombre del cliente|Fecha de emisión|Fecha Vencimiento|Importe|MONEDA|Fecha de pago";
        let fields = [
            "invoice_number",
            "client_number",
            "client_name",
            "issued_on",
            "due_on",
            "amount",
            "currency",
            "settled_on",
        ];
        assert_eq!(guessed(Kind::Receivables, spanish), fields);
    }

    #[test]
    fn no_field_is_guessed_twice_and_its_own_name_goes_first() {
        let fields = guessed(Kind::Clients, "Name|legal_name|Customer no.|Zip|NIF");
        assert_eq!(fields, ["-", "legal_name", "number", "postal_code", "tax_number.VAT"]);
        let fields = guessed(Kind::Contacts, "Mobile|Tel.|E-mail|Apellidos|Correo electrónico|x");
        assert_eq!(fields, ["phone2", "phone", "email", "family_name", "-", "-"]);
    }

    #[test]
    fn every_field_that_is_guessed_is_one() {
        for (kind, synonyms) in
            [(Kind::Receivables, RECEIVABLES), (Kind::Clients, CLIENTS), (Kind::Contacts, CONTACTS)]
        {
            for (name, words) in synonyms {
                let is_field = kind.fields().iter().any(|(field, _, _)| field == name);
                let is_member =
                    kind.families().iter().any(|(prefix, _, _)| name.starts_with(prefix));
                assert!(is_field || is_member, "{name}");
                for word in *words {
                    assert_eq!(guessed(kind, word), [*name], "{word} is a word for two fields");
                }
            }
            for (name, _, _) in kind.fields() {
                assert_eq!(guessed(kind, name), [*name]);
            }
        }
        assert_eq!(guessed(Kind::Clients, "|–|¿?"), ["-", "-", "-"]);
    }
}
