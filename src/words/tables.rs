//! What the columns of tables are called.

use super::Words;

/// First columns that list what each rollout has of its own.
pub(crate) const ENTITIES: Words = Words {
    en: &[
        "risk", "customer", "customers", "client", "clients", "name", "contact", "tester", "participant",
        "participants", "organization", "organisation", "tenant", "issue", "bug", "incident", "date", "version",
        "user", "member", "stakeholder", "person", "site", "school", "team member", "blocker", "problem",
    ],
    de: &["risiko", "kunde", "datum"],
    pt: &["risco", "cliente", "nome", "data"],
    es: &["riesgo", "cliente", "nombre", "fecha"],
    fr: &["risque"],
    it: &["rischio", "cliente", "nome", "data"],
    zh: &["风险", "客户"],
    ..Words::NONE
};

/// The first of two columns that hold labels with values.
pub(crate) const LABELS: Words = Words {
    en: &["field", "parameter", "item", "attribute", "key", "property", "param", "info", "detail"],
    de: &["feld"],
    pt: &["campo", "parâmetro", "dado"],
    es: &["campo"],
    ..Words::NONE
};

/// The second of two columns that hold labels with values.
pub(crate) const VALUES: Words = Words {
    en: &["value", "details", "detail", "info", "setting"],
    de: &["wert"],
    pt: &["valor"],
    es: &["valor", "dato"],
    fr: &["valeur"],
    it: &["valore", "dato"],
    ..Words::NONE
};
