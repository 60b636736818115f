// Package cardreader is the outdoor terminal, role "card-reader N": it reads test cards at the level of data and timing
// and tells its POS.
//
//	transaction.go  one card from the slot to the POS and back; states in state.go
//	choice.go       application selection (EMV book 1 section 12.4), keys
//	rules.go        what a model of terminal takes: slot, fallback, limits of a tap
//	pin.go          PINs: the chip's to check, or enciphered for the issuer under DUKPT keys whose counter outlives power cuts
//	left.go         a card left in the slot, a power cut with a card in it, the chip's second cryptogram
//	receipt.go      receipts on offer, again, and without paper
//	language.go     the terminal's own texts, from prompts.yaml
//	input.go        loyalty cards, and what else the POS wants to know
//
// Port 0 is a link of nouns to the POS (payment/terminal.go). A chip card is inserted, its application selected, its
// PIN asked for where the card wants one, its cryptogram made with test keys; the issuer's answer goes back to the chip,
// which may decline it. A chip card's stripe is read only after its chip has failed as often as the model wants. Card
// numbers are told masked, tracks and PINs never.
//
// Left out: APDUs, kernels and certificates, offline approval, terminal action codes (the TVR is the sample's), tamper
// switches, loading new keys into a PIN pad, PIN blocks of format 4 on the line (package emv makes them, but DE52 of the
// 1987 message has 8 bytes), receipts by e-mail.
package cardreader
