// Package cardreader is the outdoor terminal, role "card-reader N": it reads test cards at the level of data and timing
// and tells its POS.
//
// Port 0 is a link of nouns to the POS (payment/terminal.go). A chip card is inserted, its application selected, its
// PIN asked for where the card wants one, its cryptogram made with test keys; contactless and stripe take one step. A
// chip card's stripe is refused; entry "fallback" lets the chip fail first. Card numbers are told masked, tracks and
// PINs never.
//
// A loyalty card or a code is read before the payment card. What else the POS wants to know, such as a fleet card's
// odometer, it asks for while it has the card (input.go); what was typed goes to the POS alone.
//
// Left out: APDUs, kernels and certificates, online PIN blocks, issuer scripts, the second cryptogram after the
// issuer's answer, tamper switches, the printer.
package cardreader
