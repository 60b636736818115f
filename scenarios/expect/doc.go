// Package expect holds the relations that a scenario can put between a value and what it wants of it. They are a closed
// set, and every one is typed when its file is loaded: a literal is read as the type of the field it is compared with,
// a reference $name.field must name a field of a kept event of a like type, a reading must be one that the role has.
//
//	amount: 150.00 EUR                                  the same as { is: 150.00 EUR }
//	amount: $sale.amount                                a field of an event kept before
//	volume: { is: 32.50 L, within: 0.02 L }             a tolerance: a quantity, "1 interval" or "0.5 %"
//	volume: { equals: pulses, within: 1 interval }      a reading of the role the event belongs to
//	volume: { at-least: 5 L, at-most: 6 L }
//	why:    { not: stopped }, { one-of: [nozzle-hung, no-flow] }
//	text:   { contains: price }
//	amount: { agrees: price-x-volume, by: hb44 }        a rule between fields of one event (agree.go)
//	        { fell-by: metered }, { rose-by: 5000 L }   a change since the scenario's start (change.go)
//
// A Relation is judged with Gomega matchers by their Match, never by a global Fail. Quantities are compared exactly, as
// fractions of one base unit: 32.5 L is 32.500 L. There is no expression language.
package expect
