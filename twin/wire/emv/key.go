package emv

import (
	"crypto/des" //nolint:gosec // the standard's cipher, with test keys only
	"encoding/hex"
	"fmt"
	"io"
	"math/bits"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// Key is a double-length triple DES key. It prints hidden.
type Key [16]byte

// Format hides the key under every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "***") }

// TestIssuerKey is the published key of the fact sheet's vectors (A): every test card's key is derived from it.
var TestIssuerKey = Key{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10}

// block is what DES works on.
type block [8]byte

func (b block) xor(c block) block {
	for i := range b {
		b[i] ^= c[i]
	}
	return b
}

// desOnce runs single DES with eight bytes as its key.
func desOnce(key []byte, b block, encrypt bool) block {
	c, err := des.NewCipher(key)
	if err != nil {
		panic("emv: " + err.Error()) // the length is fixed by every caller
	}
	if encrypt {
		c.Encrypt(b[:], b[:])
	} else {
		c.Decrypt(b[:], b[:])
	}
	return b
}

// encrypt runs triple DES with two keys.
func (k Key) encrypt(b block) block {
	return desOnce(k[:8], desOnce(k[8:], desOnce(k[:8], b, true), false), true)
}

func (k Key) decrypt(b block) block {
	return desOnce(k[:8], desOnce(k[8:], desOnce(k[:8], b, false), true), false)
}

// CheckValue is the first two bytes of the encrypted zero block, by which key sheets tell keys apart.
func (k Key) CheckValue() [2]byte {
	b := k.encrypt(block{})
	return [2]byte{b[0], b[1]}
}

func (k Key) oddParity() Key {
	for i, b := range k {
		if bits.OnesCount8(b)%2 == 0 {
			k[i] = b ^ 1
		}
	}
	return k
}

// CardKey derives a card's key from the issuer's: EMV book 2 annex A1.4.1, option A (A, known answers).
func CardKey(issuer Key, pan payment.PAN, psn string) Key { return cardKey(issuer, pan.Reveal(), psn) }

func cardKey(issuer Key, pan, psn string) Key {
	digits := pan + twoDigits(psn)
	if len(digits) > 16 {
		digits = digits[len(digits)-16:]
	}
	var y block
	if _, err := hex.Decode(y[:], []byte(strings.Repeat("0", 16-len(digits))+digits)); err != nil {
		panic("emv: the number or the sequence number of a card has no digits") // neither parses so
	}
	inverse := y.xor(block{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})
	left, right := issuer.encrypt(y), issuer.encrypt(inverse)
	return Key(append(left[:], right[:]...)).oddParity()
}

// twoDigits brings a card sequence number to the two digits that key derivation wants; a card without one has 00.
func twoDigits(psn string) string {
	psn = strings.TrimLeft(psn, "0")
	if len(psn) > 2 {
		psn = psn[len(psn)-2:]
	}
	return strings.Repeat("0", 2-len(psn)) + psn
}

// SessionKey derives the key of one transaction: EMV book 2 annex A1.3.1, common session key derivation (A).
func SessionKey(card Key, r [8]byte) Key {
	left, right := block(r), block(r)
	left[2], right[2] = 0xF0, 0x0F
	left, right = card.encrypt(left), card.encrypt(right)
	return Key(append(left[:], right[:]...)).oddParity()
}

// TransactionKey is the session key of a transaction counter.
func TransactionKey(card Key, atc uint16) Key {
	return SessionKey(card, [8]byte{byte(atc >> 8), byte(atc)})
}

// MAC is ISO/IEC 9797-1 algorithm 3 with padding method 2 (80 00..): single DES in a chain, triple DES at its end (A).
func MAC(k Key, data []byte) [8]byte {
	padded := append(append([]byte(nil), data...), 0x80)
	for len(padded)%8 != 0 {
		padded = append(padded, 0)
	}
	var chain block
	for i := 0; i < len(padded); i += 8 {
		chain = desOnce(k[:8], chain.xor(block(padded[i:i+8])), true)
	}
	return desOnce(k[:8], desOnce(k[8:], chain, false), true)
}

// ARPC1 is the issuer's answer to a cryptogram by method 1: the cryptogram mixed with the response code, enciphered (A).
func ARPC1(k Key, arqc [8]byte, code [2]byte) [8]byte {
	return k.encrypt(block(arqc).xor(block{code[0], code[1]}))
}
