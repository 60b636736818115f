package iso8583

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// ifsf93Bindings are the fields of ifsf93 that Message has.
var ifsf93Bindings = append([]binding{
	{4, getAmount93, setAmount},
	{12, getLocal, setLocal},
	{15, func(m *Message) string { return m.Settles }, func(m *Message, v string) error { m.Settles = v; return nil }},
	{22, getEntryData, setEntryData},
	{24, func(m *Message) string { return m.function() }, setFunction},
	text(25, func(m *Message) *string { return &m.Reason }),
	text(26, func(m *Message) *string { return &m.MCC }),
	{30, getOriginalAmounts, setOriginalAmounts},
	{39, func(m *Message) string { return actionOf(m) }, setAction},
	{53, getSecurity, setSecurity},
	{56, func(m *Message) string { return m.Original.text93() }, setOriginal93},
	{96, func(m *Message) string { return unhex(m.KeyBlock.Reveal()) }, func(m *Message, v string) error {
		m.KeyBlock = payment.NewSecret(strings.ToUpper(hex.EncodeToString([]byte(v))))
		return nil
	}},
}, without(sharedBindings, 4)...)

func without(all []binding, id int) (rest []binding) {
	for _, b := range all {
		if b.id != id {
			rest = append(rest, b)
		}
	}
	return rest
}

// getAmount93 writes DE4: of a partial reversal what is left, because the original amount stands in DE30 (C).
func getAmount93(m *Message) string {
	if m.Replaces.Set && m.Amount.Currency != "" {
		return fmt.Sprintf("%012d", m.Replaces.Minor)
	}
	return getAmount(m)
}

func getLocal(m *Message) string { return m.LocalYear + m.LocalDate + m.LocalTime }

func setLocal(m *Message, v string) error {
	m.LocalYear, m.LocalDate, m.LocalTime = v[:2], v[2:6], v[6:]
	return nil
}

func getOriginalAmounts(m *Message) string {
	minor := m.Asked.Minor
	switch {
	case m.Replaces.Set:
		minor = m.Amount.Minor
	case !m.Asked.Set:
		return ""
	}
	return fmt.Sprintf("%012d%012d", minor, 0)
}

func setOriginalAmounts(m *Message, v string) error {
	minor, err := strconv.ParseInt(v[:12], 10, 64)
	if err != nil || v[12:] != "000000000000" {
		return errors.New("an amount and no reconciliation amount are expected")
	}
	if m.Function == PartReversal {
		m.Amount.Minor, m.Replaces = minor, Replacement{m.Amount.Minor, true}
		return nil
	}
	m.Asked = Replacement{minor, true}
	return nil
}

// getSecurity writes the serial number of a key, which us87 has room for without its leading FFFF only.
func getSecurity(m *Message) string {
	if len(m.Security) == 16 {
		return unhex("FFFF" + m.Security)
	}
	return unhex(m.Security)
}

func setSecurity(m *Message, v string) error {
	m.Security = strings.ToUpper(hex.EncodeToString([]byte(v)))
	if len(m.Security) == 20 {
		m.Security = strings.TrimPrefix(m.Security, "FFFF")
	}
	return nil
}

// unhex reads hex; what is none becomes a value that no field holds, so that Encode refuses it by name.
func unhex(text string) string {
	b, err := hex.DecodeString(text)
	if err != nil {
		return strings.Repeat("?", 1000)
	}
	return string(b)
}

// text93 writes DE56: type, trace number and local time of the original, and its acquirer where it is known.
func (o Original) text93() string {
	if o.IsZero() {
		return ""
	}
	wire, _ := IFSF93.wireType(o.MTI)
	v := fmt.Sprintf("%4s%s%12s", wire, o.STAN, o.Local)
	if o.Acquirer != "" {
		v += fmt.Sprintf("%02d%s", len(o.Acquirer), o.Acquirer)
	}
	return v
}

func setOriginal93(m *Message, v string) error {
	const fixed = 22
	if len(v) < fixed {
		return errors.New("22 digits are needed")
	}
	stan, err := ParseSTAN(v[4:10])
	o := Original{STAN: stan, Local: v[10:fixed]}
	if info, ok := IFSF93.onWire(v[:4]); ok {
		o.MTI = info.meant()
	} else {
		err = errors.New("it names no message type")
	}
	if rest := v[fixed:]; rest != "" {
		if n, bad := strconv.Atoi(rest[:min(2, len(rest))]); bad != nil || len(rest) != 2+n || n == 0 {
			return errors.New("the acquirer has another length")
		}
		o.Acquirer = rest[2:]
	}
	m.Original = o
	return err
}
