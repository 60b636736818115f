package emv

import (
	"crypto/aes"
	"crypto/subtle"
)

// TestMACKey is the key that terminals and host seal messages with before any key was exchanged, TestTransportKey the one
// that exchanged keys travel under. Both are ours, and made up: the issuer's test key turned about.
var (
	TestMACKey       = Key{0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF}
	TestTransportKey = Key{0x89, 0xAB, 0xCD, 0xEF, 0x01, 0x23, 0x45, 0x67, 0x76, 0x54, 0x32, 0x10, 0xFE, 0xDC, 0xBA, 0x98}
)

// macMask makes a message authentication key of a DUKPT key, for requests and answers alike (X9.24-1; K).
var macMask = Key{6: 0xFF, 14: 0xFF}

// RetailMAC seals a message: ISO/IEC 9797-1 algorithm 3 with padding method 1, zeros, as X9.19 has it (A: two public known
// answers). MAC of this package is the same with padding method 2.
func RetailMAC(k Key, data []byte) [8]byte {
	padded := append([]byte(nil), data...)
	for len(padded)%8 != 0 || len(padded) == 0 {
		padded = append(padded, 0)
	}
	var chain block
	for i := 0; i < len(padded); i += 8 {
		chain = desOnce(k[:8], chain.xor(block(padded[i:i+8])), true)
	}
	return desOnce(k[:8], desOnce(k[8:], chain, false), true)
}

// CMAC seals a message with AES-128: NIST SP 800-38B (A: the vectors of RFC 4493). A field of a message has room for its
// first eight bytes.
func CMAC(k Key, data []byte) [16]byte {
	c, err := aes.NewCipher(k[:])
	if err != nil {
		panic("emv: " + err.Error()) // the length is fixed
	}
	var zero, sub [16]byte
	c.Encrypt(sub[:], zero[:])
	sub = doubled(sub)
	blocks := max(1, (len(data)+15)/16)
	var last [16]byte
	if n := copy(last[:], data[(blocks-1)*16:]); n < 16 {
		last[n] = 0x80
		sub = doubled(sub)
	}
	subtle.XORBytes(last[:], last[:], sub[:])
	var chain [16]byte
	for i := range blocks - 1 {
		subtle.XORBytes(chain[:], chain[:], data[i*16:(i+1)*16])
		c.Encrypt(chain[:], chain[:])
	}
	subtle.XORBytes(chain[:], chain[:], last[:])
	c.Encrypt(chain[:], chain[:])
	return chain
}

// doubled multiplies by x in the field of 2 to the 128.
func doubled(b [16]byte) [16]byte {
	carry := b[0] >> 7
	for i := range 15 {
		b[i] = b[i]<<1 | b[i+1]>>7
	}
	b[15] = b[15]<<1 ^ 0x87*carry
	return b
}

// MACKey is the key of this transaction's message authentication.
func (d DUKPT) MACKey() (Key, error) {
	k, err := d.PINKey()
	return k.xor(pinMask).xor(macMask), err
}

// Wrap enciphers another key for its way to the other end, block by block.
func (k Key) Wrap(inner Key) [16]byte {
	left, right := k.encrypt(block(inner[:8])), k.encrypt(block(inner[8:]))
	return [16]byte(append(left[:], right[:]...))
}

// Unwrap opens what Wrap made.
func (k Key) Unwrap(b [16]byte) Key {
	left, right := k.decrypt(block(b[:8])), k.decrypt(block(b[8:]))
	return Key(append(left[:], right[:]...))
}

// OddParity returns the key with the parity that DES keys carry.
func (k Key) OddParity() Key { return k.oddParity() }
