// Package emv is the card's side of a payment message: track 2, BER-TLV data, the chip's cryptogram, PIN blocks and
// the keys that belong to them. All keys are published test keys; no real card or host accepts what is made here.
//
//	part          standard                                             fact sheet (payments.md)
//	track 2       ISO/IEC 7813                                         3.1
//	BER-TLV       EMV book 3 annex B, ISO/IEC 7816-4                   3.3
//	cryptogram    EMV book 2 section 8.1, annexes A1.2, A1.3, A1.4.1   3.3, both known answers reproduced (A)
//	ARPC          EMV book 2 section 8.2.1 (method 1)                  3.3, known answer reproduced (A)
//	PIN block     ISO 9564-1 format 0                                  3.4, vector reproduced (A)
//	MAC           ISO/IEC 9797-1 algorithm 3, NIST SP 800-38B         public known answers reproduced (A)
//	DUKPT         ANSI X9.24-1 TDES                                    3.4, vectors reproduced (A)
//
// A card reader calls ARQC, a host Verify and Answer, and the reader then CheckAnswer. DE55 travels between them as
// payment.Secret in hex, as payment.Read carries it, because it may hold the card number (tags 57 and 5A).
//
// Left out: APDUs, kernels and certificates (a site is tested by what the reader says, not by how chip and reader
// agreed), card key derivation option B, ARPC method 2, issuer scripts, cryptogram versions other than Visa's 10 and 18,
// PIN block formats other than 0, AES DUKPT.
package emv
