package iso8583

import (
	"crypto/subtle"
	"errors"
)

// The fields of authentication (DE64, DE128) are the last of their bitmap, so that a message has the second only where it
// has fields above 64.
const (
	firstSeal  = 64
	secondSeal = 128
	sealLength = 8
)

// Sealer computes the authentication code over the bytes of a message, from its type to what stands before the code (K).
type Sealer func(message []byte) [sealLength]byte

// The errors of Sealed.
var (
	ErrNoSeal    = &FieldError{Field: firstSeal, Name: "authentication code", Reason: "is missing", Code: CodeFormatError}
	ErrWrongSeal = &FieldError{Field: firstSeal, Name: "authentication code", Reason: "is not that of the message", Code: CodeSecurity}
)

// Seal packs a message with its authentication code.
func (p *Profile) Seal(m Message, seal Sealer) ([]byte, error) {
	b, _, err := p.pack(m, true)
	if err != nil {
		return nil, err
	}
	code := seal(b[:len(b)-sealLength])
	copy(b[len(b)-sealLength:], code[:])
	return b, nil
}

// Sealed checks the authentication code of a message: ErrNoSeal where there is none, ErrWrongSeal where it is another one.
// Bytes that are no message have neither.
func (p *Profile) Sealed(b []byte, seal Sealer) error {
	parts, err := p.walk(b)
	if err != nil {
		return errors.New("iso8583: a damaged message is not sealed")
	}
	if len(parts) == 0 || parts[len(parts)-1].id != firstSeal && parts[len(parts)-1].id != secondSeal {
		return ErrNoSeal
	}
	code := seal(b[:len(b)-sealLength])
	if subtle.ConstantTimeCompare(code[:], b[len(b)-sealLength:]) != 1 {
		return ErrWrongSeal
	}
	return nil
}
