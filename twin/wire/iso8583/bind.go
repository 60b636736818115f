package iso8583

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// binding ties a field of the typed message to a field of a profile. get returns the value as the wire has it, empty
// where there is none; a value that the field cannot hold fails the check of its class or length afterwards.
type binding struct {
	id  int
	get func(m *Message) string
	set func(m *Message, v string) error
}

// errCardNumber stands for a number with a wrong check digit: it is answered 14, not 30.
var errCardNumber = errors.New("not a card number")

// index finds bindings by their field.
func index(bindings []binding) (of [129]*binding) {
	for i := range bindings {
		of[bindings[i].id] = &bindings[i]
	}
	return of
}

func text(id int, at func(*Message) *string) binding {
	return binding{id, func(m *Message) string { return *at(m) }, func(m *Message, v string) error { *at(m) = v; return nil }}
}

// padded binds a fixed text that is filled up with spaces on its right.
func padded(id, n int, at func(*Message) *string) binding {
	get := func(m *Message) string {
		v := *at(m)
		if v == "" || len(v) >= n {
			return v
		}
		return v + strings.Repeat(" ", n-len(v))
	}
	return binding{id, get, func(m *Message, v string) error { *at(m) = strings.TrimRight(v, " "); return nil }}
}

// secretHex binds a binary field to hex text that does not print.
func secretHex(id int, at func(*Message) *payment.Secret) binding {
	get := func(m *Message) string {
		b, err := hex.DecodeString(at(m).Reveal())
		if err != nil {
			return strings.Repeat("?", 999) // too long for any field: Encode refuses it by name
		}
		return string(b)
	}
	set := func(m *Message, v string) error {
		*at(m) = payment.NewSecret(strings.ToUpper(hex.EncodeToString([]byte(v))))
		return nil
	}
	return binding{id, get, set}
}

func setPAN(m *Message, v string) error {
	pan, err := payment.ParsePAN(v)
	if err != nil {
		return errCardNumber
	}
	m.PAN = pan
	return nil
}

func setTrack2(m *Message, v string) error {
	m.Track2 = payment.NewSecret(strings.Replace(v, "D", "=", 1))
	return nil
}

func getAmount(m *Message) string {
	if m.Amount == (unit.Money{}) {
		return ""
	}
	return fmt.Sprintf("%012d", m.Amount.Minor)
}

func setAmount(m *Message, v string) (err error) {
	m.Amount.Minor, err = strconv.ParseInt(v, 10, 64)
	return err
}

func getCurrency(m *Message) string {
	if m.Amount.Currency != "" && !m.Amount.Currency.Valid() {
		return "???"
	}
	return m.Amount.Currency.Numeric()
}

func setCurrency(m *Message, v string) error {
	c, ok := unit.CurrencyByNumeric(v)
	if !ok {
		return errors.New("unknown currency")
	}
	m.Amount.Currency = c
	return nil
}

func getSTAN(m *Message) string {
	if m.STAN == 0 {
		return ""
	}
	return m.STAN.String()
}

func setSTAN(m *Message, v string) (err error) {
	m.STAN, err = ParseSTAN(v)
	if err == nil && m.STAN == 0 {
		err = errors.New("trace numbers begin at 1")
	}
	return err
}

func getAmounts(m *Message) string {
	var b strings.Builder
	for _, a := range m.Amounts {
		b.WriteString(a.text())
	}
	return b.String()
}

func setAmounts(m *Message, v string) (err error) {
	m.Amounts, err = parseAdditional(v)
	return err
}

func setOriginal(m *Message, v string) (err error) {
	m.Original, err = parseOriginal(v)
	return err
}

func setReplacement(m *Message, v string) (err error) {
	m.Replaces, err = parseReplacement(v)
	return err
}
