package payment

import (
	"fmt"
	"io"
	"strings"
)

// PAN is a card number. It prints, formats and marshals as first six and last four digits.
type PAN struct{ digits string }

// ParsePAN reads 12 to 19 digits with a right check digit.
func ParsePAN(s string) (PAN, error) {
	if len(s) < 12 || len(s) > 19 || strings.Trim(s, "0123456789") != "" {
		return PAN{}, fmt.Errorf("a card number has 12 to 19 digits")
	}
	if !Luhn(s) {
		return PAN{}, fmt.Errorf("the check digit of card %s is wrong", mask(s))
	}
	return PAN{s}, nil
}

// Reveal returns the digits. Nothing that is written may hold them.
func (p PAN) Reveal() string { return p.digits }

// String masks the number.
func (p PAN) String() string { return mask(p.digits) }

// Format masks the number under every verb.
func (p PAN) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// MarshalText masks the number.
func (p PAN) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Last4 returns the last four digits, which may be shown.
func (p PAN) Last4() string {
	if len(p.digits) < 4 {
		return ""
	}
	return p.digits[len(p.digits)-4:]
}

// IsZero says that there is no number.
func (p PAN) IsZero() bool { return p.digits == "" }

// Secret is text that is never shown: a track, a PIN, a key.
type Secret struct{ text string }

// NewSecret wraps text.
func NewSecret(s string) Secret { return Secret{s} }

// Reveal returns the text. Nothing that is written may hold it.
func (s Secret) Reveal() string { return s.text }

// IsZero says that there is no text.
func (s Secret) IsZero() bool { return s.text == "" }

// String hides the text.
func (s Secret) String() string {
	if s.text == "" {
		return ""
	}
	return "***"
}

// Format hides the text under every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText hides the text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Luhn says whether the check digit of a digit string is right.
func Luhn(s string) bool {
	sum, double := 0, false
	for i := len(s) - 1; i >= 0; i-- {
		d := int(s[i] - '0')
		if d < 0 || d > 9 {
			return false
		}
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return len(s) > 0 && sum%10 == 0
}

// Mask replaces every run of 13 to 19 digits that has a right check digit by its masked form, same length: the last
// line of defence for text that comes from outside.
func Mask(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		if n := j - i; n >= 13 && n <= 19 && Luhn(s[i:j]) {
			b.WriteString(mask(s[i:j]))
		} else {
			b.WriteString(s[i:j])
		}
		if j < len(s) {
			b.WriteByte(s[j])
			j++
		}
		i = j
	}
	return b.String()
}

func mask(s string) string {
	if len(s) <= 10 {
		return strings.Repeat("*", len(s))
	}
	return s[:6] + strings.Repeat("*", len(s)-10) + s[len(s)-4:]
}
