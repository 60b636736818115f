// Package reports makes everything that leaves a run from what the run recorded: the evidence file, the page a lab hands
// out, JUnit XML, the text for people and the object for programs.
//
//	Summary   counts, exit code, the object of --json
//	Text      what a person reads at a terminal
//	Page      report.html: one file, no network, no script needed
//	JUnit     what build servers read
//	Write     the evidence: a zip of all of these, the journals and a manifest
//	Open      reads such a file and verifies it
//
// The same run gives the same bytes: nothing here reads a clock, and real times are shown at the terminal only. Verdicts
// are not made here, with two exceptions that keep a report honest: a scenario that judged nothing is an error, and a
// pass whose invariants were violated is a fail. Card numbers are masked again in every text that is shown; journals
// were masked when they were written and are kept byte for byte.
//
// Not here: how a scenario is judged (scenarios), the journal's own form (twin/journal), signatures.
package reports
