// Package wire is the contract between protocols and everything else: a Dialect opens a Session at either of its two
// ends, and a session turns bytes into nouns and nouns into bytes. Sessions are sans-IO: they are handed bytes with
// their instants, and say what they want written and when they want to be woken. They own no clock, port or goroutine.
//
// Each protocol has a folder below this one and registers itself here; one from another Go module registers itself the
// same way. What devices do is not here: a dispenser's logic stands once, in twin/dispenser.
package wire
