// Package schema writes JSON Schemas of site plans, rigs and scenarios, for editors that complete and check YAML.
//
//	schema.go    the three schemas, and what any of them may name
//	types.go     types that read themselves: quantities, roles, faults
//	scenario.go  steps, `given` and the events' fields, from the program's catalogues
//	comment.go   the comments of the Go types, which an editor shows beside the keys
//
// A schema is made from the Go types that the files are read into, so that no key can be forgotten. It knows words and shapes,
// not how things belong together: `forecourt lint` does. It is never stricter than the reader.
package schema
