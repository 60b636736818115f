// Package benchtest is a small station that scenarios can be played on in tests: two fuelling points that need no
// controller, a POS that only says what it was asked, one tank. Its pumps count exactly and tell called, started and
// completed; Faults makes them do something else.
package benchtest
