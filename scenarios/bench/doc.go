// Package bench is what scenarios are played on: a Station, what is known of it before it is built (a Catalogue, for
// checking files), and what a scenario gives it to start with (Given).
//
// A scenario names roles, never drivers. Whether a role is a model or metal is the rig's affair and decided by whoever
// implements Build; the steps see only this package's Station.
//
// `given` is a map of sections. Each is a Go type registered under its key, in a file of its own here or in another
// module, and is decoded strictly; a section that implements Linter is checked against the catalogue.
package bench
