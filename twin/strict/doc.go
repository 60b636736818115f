// Package strict reads the project's YAML files into Go values and refuses
// whatever YAML would let pass in silence: unknown and duplicate keys, anchors,
// aliases, tags, merge keys, several documents, empty files, numbers with
// leading zeros, tabs as indentation, and text that is not UTF-8.
//
// Every problem, syntax errors included, is an Error with file, line and column,
// the offending text underlined and, where it can be guessed, the way out. All
// problems of a file are collected, not only the first.
//
// Decode fills structs, maps, slices, pointers, strings, booleans, integers,
// time.Duration (as unit.ParseDuration reads it) and anything that implements
// encoding.TextUnmarshaler or this package's Unmarshaler. A field's key is its
// name in kebab-case, or what its tag says:
//
//	FuellingPoint int              // fuelling-point, optional
//	Nozzle        int    `yaml:",required"`
//	Until         string `yaml:"until,required"`
//	Seen          bool   `yaml:"-"`
//
// An embedded struct's keys stand among the outer one's. Fields whose keys are
// absent keep the value they had, so defaults are set before decoding. A field
// of type Node (a named one, not embedded) keeps the node itself, with its
// position, for checks made later.
//
// Numbers and booleans are taken as written where text is wanted, so that a
// country code `no` stays "no". Only true and false are booleans, only decimal
// and 0x-hexadecimal numerals are integers, and null is accepted only by a
// pointer (or an Unmarshaler).
//
// Left out: floating point, `any`, writing YAML, comments, and schemas. A type
// Decode does not support is a programmer's mistake and panics; no input does.
package strict
