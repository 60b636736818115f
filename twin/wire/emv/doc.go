// Package emv is the card's side of a payment message: track 2, BER-TLV data, the chip's cryptogram, PIN blocks and
// the keys that belong to them. All keys are published test keys; no real card or host accepts what is made here.
//
//	part          standard                                             fact sheet (payments.md)
//	track 2       ISO/IEC 7813                                         3.1
//	BER-TLV       EMV book 3 annex B, ISO/IEC 7816-4                   3.3
//	cryptogram    EMV book 2 section 8.1, annexes A1.2, A1.3, A1.4.1   3.3, both known answers reproduced (A)
//	ARPC          EMV book 2 section 8.2.1 (method 1)                  3.3, known answer reproduced (A)
//	final answer  EMV book 3 sections 6.5.5 and 10.10                  3.3 (K)
//	application   EMV book 1 section 12.4                              3.3 (K)
//	PIN block     ISO 9564-1 formats 0 and 4                           3.4, vector of 0 reproduced (A), 4 is (K)
//	MAC           ISO/IEC 9797-1 algorithm 3, NIST SP 800-38B         public known answers reproduced (A)
//	DUKPT         ANSI X9.24-1 TDES                                    3.4, vectors reproduced (A)
//
// A card reader calls ARQC, a host Verify and Answer, and the reader then CheckAnswer. DE55 travels between them as
// payment.Secret in hex, as payment.Read carries it, because it may hold the card number (tags 57 and 5A).
//
// Left out: APDUs, kernels and certificates (a site is tested by what the reader says, not by how chip and reader
// agreed), card key derivation option B, ARPC method 2, the MAC of issuer scripts, cryptogram versions other than Visa's 10
// and 18, PIN block formats other than 0 and 4, AES DUKPT: a block of format 4 travels under one fixed test key.
package emv
