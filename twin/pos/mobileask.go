package pos

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// mostAsked bounds what a phone may send, in bytes.
const mostAsked = 4 << 10

// unlocking is a phone's request for a point.
type unlocking struct {
	Point  forecourt.Point `json:"fuelling-point"`
	Code   string          `json:"code"`
	Amount string          `json:"amount,omitempty"` // at most, as "40.00 EUR"; empty: fill up
	Method string          `json:"payment-method,omitempty"`
}

// paying names what a session is paid with.
type paying struct {
	Method string `json:"payment-method"`
}

// decode reads one JSON object and nothing else. Names that are not known are refused.
func decode(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("the body is not what is asked for: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the object")
	}
	return nil
}

var methodName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$`)

// badMethod says why something is no name of a payment method. A card's number is none, and is not repeated.
func badMethod(name string) string {
	if !methodName.MatchString(name) || payment.Mask(name) != name {
		return "payment-method is the payment gateway's name for what is in the wallet; card numbers are not taken here"
	}
	return ""
}

// limit reads what a phone asks for at most; the site's own limit where it asks for nothing, to fill up.
func (p *POS) limit(amount string) (unit.Money, string) {
	if amount == "" {
		return p.cfg.PreAuth, ""
	}
	m, err := unit.ParseMoney(amount)
	switch {
	case err != nil:
		return m, "amount is no money: write it as 40.00 " + string(p.cfg.Currency)
	case m.Currency != p.cfg.Currency:
		return m, "this site sells for " + string(p.cfg.Currency)
	case m.Minor <= 0:
		return m, "amount must be more than nothing"
	case m.Cmp(p.cfg.PreAuth) > 0:
		return m, "this site holds " + p.cfg.PreAuth.String() + " at most"
	}
	return m, ""
}
