package emv

import (
	"encoding/hex"
	"fmt"
	"math/bits"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// minPIN and maxPIN are how many digits a PIN has (ISO 9564-1; K).
const (
	minPIN = 4
	maxPIN = 12
)

// PINBlock0 makes the clear PIN block of ISO 9564-1 format 0, in hex (A, vector). A PIN has 4 to 12 digits.
func PINBlock0(pin payment.Secret, pan payment.PAN) (payment.Secret, error) {
	b, err := pinBlock0(pin.Reveal(), pan)
	if err != nil {
		return payment.Secret{}, err
	}
	return payment.NewSecret(strings.ToUpper(hex.EncodeToString(b[:]))), nil
}

func pinBlock0(pin string, pan payment.PAN) (block, error) {
	if len(pin) < minPIN || len(pin) > maxPIN || !isDigits(pin) {
		return block{}, fmt.Errorf("emv: a PIN has 4 to 12 digits")
	}
	number, err := panBlock(pan)
	if err != nil {
		return block{}, err
	}
	var b block
	text := fmt.Sprintf("0%X%s%s", len(pin), pin, strings.Repeat("F", 14-len(pin)))
	if _, err := hex.Decode(b[:], []byte(text)); err != nil {
		return block{}, fmt.Errorf("emv: PIN block: %w", err)
	}
	return b.xor(number), nil
}

// panBlock is the half of format 0 that the card number gives: its 12 rightmost digits without the check digit.
func panBlock(pan payment.PAN) (block, error) {
	digits := pan.Reveal()
	if len(digits) < 13 {
		return block{}, fmt.Errorf("emv: a PIN block needs a card number of 13 digits or more")
	}
	var b block
	_, err := hex.Decode(b[2:], []byte(digits[len(digits)-13:len(digits)-1]))
	return b, err
}

// DUKPT derives the keys of a PIN pad: ANSI X9.24-1 with triple DES (A, vectors). Base is the key that pad and host
// share through the initial key; Serial is the 10 bytes of key set, device and counter that travel with a PIN block.
type DUKPT struct {
	Base   Key
	Serial [10]byte
}

var (
	dukptMask = Key{0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0, 0xC0, 0xC0, 0xC0, 0xC0}
	pinMask   = Key{7: 0xFF, 15: 0xFF}
)

func (k Key) xor(m Key) Key {
	for i := range k {
		k[i] ^= m[i]
	}
	return k
}

// counterBits is the width of the transaction counter at the end of the serial number, counterOnes how many of its
// bits a pad ever has set at once.
const (
	counterBits = 21
	counterOnes = 10
)

// Counter returns the transaction counter.
func (d DUKPT) Counter() uint32 {
	return (uint32(d.Serial[7])<<16 | uint32(d.Serial[8])<<8 | uint32(d.Serial[9])) & (1<<counterBits - 1)
}

// InitialKey is the key that was put into the pad.
func (d DUKPT) InitialKey() Key {
	var b block
	copy(b[:], d.Serial[:8])
	b[7] &= 0xE0
	left, right := d.Base.encrypt(b), d.Base.xor(dukptMask).encrypt(b)
	return Key(append(left[:], right[:]...))
}

// PINKey is the key of this transaction's PIN block.
func (d DUKPT) PINKey() (Key, error) {
	counter := d.Counter()
	if n := bits.OnesCount32(counter); n == 0 || n > counterOnes {
		return Key{}, fmt.Errorf("emv: a PIN pad never counts %06X", counter)
	}
	key := d.InitialKey()
	var register block
	copy(register[:], d.Serial[2:])
	register[5] &= 0xE0
	register[6], register[7] = 0, 0
	for bit := counterBits - 1; bit >= 0; bit-- {
		if mask := uint32(1) << bit; counter&mask != 0 {
			register[5] |= byte(mask >> 16)
			register[6] |= byte(mask >> 8)
			register[7] |= byte(mask)
			key = nonReversible(key, register)
		}
	}
	return key.xor(pinMask), nil
}

// nonReversible is the standard's key generation: the two halves enciphered under a key and under its variant.
func nonReversible(key Key, register block) Key {
	half := func(k Key) block {
		right := block(k[8:])
		return desOnce(k[:8], register.xor(right), true).xor(right)
	}
	right, left := half(key), half(key.xor(dukptMask))
	return Key(append(left[:], right[:]...))
}

// EncryptPIN makes DE52: the PIN block of format 0 under this transaction's key, in hex.
func (d DUKPT) EncryptPIN(pin payment.Secret, pan payment.PAN) (payment.Secret, error) {
	b, err := pinBlock0(pin.Reveal(), pan)
	if err != nil {
		return payment.Secret{}, err
	}
	key, err := d.PINKey()
	if err != nil {
		return payment.Secret{}, err
	}
	b = key.encrypt(b)
	return payment.NewSecret(strings.ToUpper(hex.EncodeToString(b[:]))), nil
}

// DecryptPIN opens DE52.
func (d DUKPT) DecryptPIN(pinBlock payment.Secret, pan payment.PAN) (payment.Secret, error) {
	raw, err := hex.DecodeString(pinBlock.Reveal())
	if err != nil || len(raw) != 8 {
		return payment.Secret{}, fmt.Errorf("emv: a PIN block is 16 hex digits")
	}
	key, err := d.PINKey()
	if err != nil {
		return payment.Secret{}, err
	}
	number, err := panBlock(pan)
	if err != nil {
		return payment.Secret{}, err
	}
	b := key.decrypt(block(raw)).xor(number)
	text := strings.ToUpper(hex.EncodeToString(b[:]))
	n := int(b[0])
	if n < minPIN || n > maxPIN || !isDigits(text[2:2+n]) || strings.Trim(text[2+n:], "F") != "" {
		return payment.Secret{}, fmt.Errorf("emv: the PIN block does not open with this key and card")
	}
	return payment.NewSecret(text[2 : 2+n]), nil
}
