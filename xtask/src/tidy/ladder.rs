//! The ladder: a crate uses only what stands below it.

use super::Finding;
use super::crates::{Crate, Dependency};

/// From the bottom up. Crates on one rung do not use each other, except those of the platform,
/// which is all on the lowest rung.
const RUNGS: [&[&str]; 14] = [
    &["people"],
    &["clients"],
    &["activity"],
    &["catalog"],
    &["ledger"],
    &["billing"],
    &["payments"],
    &["collections", "service", "sales", "claims"],
    &["imports"],
    &["reports"],
    &["sample"],
    &["demo", "bench"],
    &["server"],
    &["rapport"],
];

const WHY: &str = "an area uses what stands below it on the ladder; upward effects are events, \
                   and what two areas share belongs to a lower one";

pub(super) fn check(crates: &[Crate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in crates {
        let mut found = |line, what| {
            findings.push(Finding {
                file: member.manifest(),
                line,
                rule: "ladder",
                what,
                why: WHY,
            });
        };
        if rung(member).is_none() && !is_tool(member) {
            found(1, format!("{} has no rung; add it to xtask/src/tidy/ladder.rs", member.name));
            continue;
        }
        for dependency in &member.dependencies {
            let used = crates.iter().find(|other| other.name == dependency.name);
            if let Some(what) = used.and_then(|used| problem(member, used, dependency)) {
                found(dependency.line, what);
            }
        }
    }
    findings
}

fn problem(user: &Crate, used: &Crate, dependency: &Dependency) -> Option<String> {
    let both = format!("{} uses {}", user.name, used.name);
    if is_tool(used) {
        let allowed = is_testkit(used) && (dependency.is_dev || is_testkit(user));
        return (!allowed).then(|| format!("{both}, which is for tests only"));
    }
    if is_tool(user) {
        // The test kit knows the platform only; an area's builders live in the area's tests.
        return (!is_testkit(user) || !is_platform(used))
            .then(|| format!("{both}, an area or app"));
    }
    let is_lower = rung(used) < rung(user) || (is_platform(user) && is_platform(used));
    (!is_lower).then(|| {
        let place = if rung(used) == rung(user) { "on the same rung" } else { "above it" };
        format!("{both}, which stands {place}")
    })
}

/// 0 is the platform; None is a crate that nobody has placed yet, or a tool.
fn rung(member: &Crate) -> Option<usize> {
    if is_tool(member) {
        return None;
    }
    if is_platform(member) {
        return Some(0);
    }
    let at = RUNGS.iter().position(|names| names.contains(&member.name.as_str()))?;
    Some(at + 1)
}

fn is_platform(member: &Crate) -> bool {
    member.folder.starts_with("platform/") && !is_testkit(member)
}

fn is_testkit(member: &Crate) -> bool {
    member.folder.starts_with("platform/testkit")
}

/// What builds and tests the product, and is no part of it.
fn is_tool(member: &Crate) -> bool {
    is_testkit(member) || member.folder == "xtask"
}

#[cfg(test)]
mod tests {
    use super::super::{crates, source};
    use super::*;

    const FOLDERS: [(&str, &str); 12] = [
        ("kernel", "platform/kernel"),
        ("db", "platform/db"),
        ("testkit", "platform/testkit"),
        ("testkit-macros", "platform/testkit-macros"),
        ("people", "domain/people"),
        ("ledger", "domain/ledger"),
        ("billing", "domain/billing"),
        ("service", "domain/service"),
        ("sales", "domain/sales"),
        ("server", "app/server"),
        ("rapport", "app/cli"),
        ("xtask", "xtask"),
    ];

    /// What the ladder says when one crate has this section and this dependency.
    fn said(user: &str, section: &str, used: &str) -> Vec<String> {
        let files: Vec<_> = FOLDERS
            .iter()
            .map(|(name, folder)| {
                let mut text = format!("[package]\nname = \"{name}\"\n");
                if *name == user {
                    text += &format!("[{section}]\n{used}.workspace = true\n");
                }
                source(&format!("{folder}/Cargo.toml"), &text)
            })
            .collect();
        let found = check(&crates::find(&files));
        found.into_iter().map(|finding| format!("{}: {}", finding.line, finding.what)).collect()
    }

    #[test]
    fn a_crate_may_use_what_stands_below() {
        for (user, used) in [("billing", "ledger"), ("server", "billing"), ("db", "kernel")] {
            assert_eq!(said(user, "dependencies", used), [""; 0], "{user} {used}");
        }
        assert_eq!(said("billing", "dev-dependencies", "testkit"), [""; 0]);
        assert_eq!(said("testkit", "dependencies", "testkit-macros"), [""; 0]);
        assert_eq!(said("billing", "dependencies", "serde"), [""; 0]);
    }

    #[test]
    fn what_stands_above_or_beside_is_out_of_reach() {
        let above = "4: ledger uses billing, which stands above it";
        assert_eq!(said("ledger", "dependencies", "billing"), [above]);
        assert_eq!(said("ledger", "dev-dependencies", "billing"), [above]);
        let beside = said("service", "dependencies", "sales");
        assert_eq!(beside, ["4: service uses sales, which stands on the same rung"]);
        let platform = said("kernel", "dependencies", "people");
        assert_eq!(platform, ["4: kernel uses people, which stands above it"]);
    }

    #[test]
    fn test_tools_stay_out_of_the_product() {
        let product = said("billing", "dependencies", "testkit");
        assert_eq!(product, ["4: billing uses testkit, which is for tests only"]);
        assert_eq!(said("testkit", "dependencies", "billing").len(), 1);
        assert_eq!(said("xtask", "dependencies", "billing").len(), 1);
        assert_eq!(said("billing", "dev-dependencies", "xtask").len(), 1);
    }

    #[test]
    fn a_new_crate_needs_a_rung() {
        let text = "[package]\nname = \"surprise\"\n";
        let found = check(&crates::find(&[source("domain/surprise/Cargo.toml", text)]));
        assert!(found[0].what.contains("surprise has no rung"), "{}", found[0]);
    }
}
