package emv

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// TestPINKey is the AES key that PIN blocks of format 4 travel under: one fixed test key of ours, in place of AES DUKPT.
var TestPINKey = Key{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}

// aesBlock is what AES works on.
type aesBlock [aes.BlockSize]byte

func (k Key) aes() cipher.Block {
	c, err := aes.NewCipher(k[:])
	if err != nil {
		panic("emv: " + err.Error()) // the length is fixed
	}
	return c
}

// EncryptPIN4 makes a PIN block of ISO 9564-1 format 4 under AES, in hex (K). random are the bytes that make two blocks of
// one PIN differ. A PIN has 4 to 12 digits, a card number 12 to 19.
func EncryptPIN4(k Key, pin payment.Secret, pan payment.PAN, random [8]byte) (payment.Secret, error) {
	digits := pin.Reveal()
	if len(digits) < minPIN || len(digits) > maxPIN || !isDigits(digits) {
		return payment.Secret{}, fmt.Errorf("emv: a PIN has 4 to 12 digits")
	}
	number, err := panBlock4(pan)
	if err != nil {
		return payment.Secret{}, err
	}
	var a aesBlock
	text := fmt.Sprintf("4%X%s%s", len(digits), digits, strings.Repeat("A", 14-len(digits)))
	if _, err := hex.Decode(a[:8], []byte(text)); err != nil {
		return payment.Secret{}, fmt.Errorf("emv: PIN block: %w", err)
	}
	copy(a[8:], random[:])
	c := k.aes()
	c.Encrypt(a[:], a[:])
	subtle.XORBytes(a[:], a[:], number[:])
	c.Encrypt(a[:], a[:])
	return payment.NewSecret(strings.ToUpper(hex.EncodeToString(a[:]))), nil
}

// DecryptPIN4 opens what EncryptPIN4 made. Its errors show nothing of the block.
func DecryptPIN4(k Key, pinBlock payment.Secret, pan payment.PAN) (payment.Secret, error) {
	raw, err := hex.DecodeString(pinBlock.Reveal())
	if err != nil || len(raw) != aes.BlockSize {
		return payment.Secret{}, fmt.Errorf("emv: a PIN block of format 4 is 32 hex digits")
	}
	number, err := panBlock4(pan)
	if err != nil {
		return payment.Secret{}, err
	}
	a, c := aesBlock(raw), k.aes()
	c.Decrypt(a[:], a[:])
	subtle.XORBytes(a[:], a[:], number[:])
	c.Decrypt(a[:], a[:])
	text := strings.ToUpper(hex.EncodeToString(a[:8]))
	n := int(a[0] & 0x0F)
	if a[0]>>4 != 4 || n < minPIN || n > maxPIN || !isDigits(text[2:2+n]) || strings.Trim(text[2+n:], "A") != "" {
		return payment.Secret{}, fmt.Errorf("emv: the PIN block does not open with this key and card")
	}
	return payment.NewSecret(text[2 : 2+n]), nil
}

// panBlock4 is the half of format 4 that the card number gives: its length over 12, its digits, zeros.
func panBlock4(pan payment.PAN) (b aesBlock, err error) {
	digits := pan.Reveal()
	if len(digits) < 12 || len(digits) > 19 {
		return b, fmt.Errorf("emv: a PIN block of format 4 needs a card number of 12 to 19 digits")
	}
	text := fmt.Sprintf("%d%s", len(digits)-12, digits)
	_, err = hex.Decode(b[:], []byte(text+strings.Repeat("0", 2*len(b)-len(text))))
	return b, err
}
