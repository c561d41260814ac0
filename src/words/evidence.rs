//! What shows that something was done.

use super::Words;

/// Runs of programs that have a number: `run 4812`.
pub(crate) const RUNS: Words = Words {
    en: &["run", "build", "job", "pipeline", "deployment", "commit", "ticket", "incident"],
    de: &["lauf", "testlauf"],
    pt: &["execução", "compilação", "chamado"],
    es: &["ejecución", "compilación", "tique"],
    fr: &["exécution", "compilation"],
    ..Words::NONE
}
.indexed();
