// Package unit holds the quantities every other package counts in: physical
// volume, flow, level and temperature as integers of a small base unit; what a
// device shows (Indicated) as a count of its own smallest digit; and Money,
// Price and Currency.
//
// There is no floating point anywhere. A conversion that cannot be exact says
// which way it cuts, and its remainder can be asked for, because a fraction
// dropped at every pulse is litres lost at the end of a shift.
//
// Every quantity prints as a short text with its unit ("32.50 L", "38 L/min",
// "1.799 EUR/L") and reads the same text back; that text is also its JSON and
// YAML form. A text that cannot be read is answered with a *ParseError, which
// says what was expected and, for a likely slip, the text that was meant.
//
// Arithmetic that mixes currencies, measures or decimals, or that leaves the
// range of int64, is a programmer's mistake and panics. Parsing never panics.
//
// Left out: density and mass, volume correction to 15 C (the tank knows its
// product), exchange rates, and locale: the decimal mark is a point.
package unit
