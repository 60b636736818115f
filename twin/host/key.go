package host

import (
	"encoding/hex"
	"errors"
	"strings"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// keyring is what a terminal seals with: wrapped keys in hex as they travelled, empty for emv.TestMACKey. The one before
// is good too until the new one was used, for what was under way when it changed.
type keyring struct {
	Terminal, Current, Before string
	Used                      bool
}

// authentic checks the authentication code of a message where its link wants one, and says what the answer is sealed with.
func (h *Host) authentic(env *machine.Env, at *from, m iso8583.Message, b []byte) error {
	if at.link.MAC == NoMAC || m.MTI == iso8583.NetworkRequest && m.MAC.IsZero() {
		return nil // keys are changed before there is one
	}
	ring := h.books.keys[m.Terminal]
	var keys []emv.Key
	if at.link.Keys == DUKPTKeys {
		k, err := PadKey(m)
		if err != nil {
			return err
		}
		keys = []emv.Key{k}
	} else if keys = []emv.Key{openKey(ring.Current)}; ring.Current != "" && !ring.Used {
		keys = append(keys, openKey(ring.Before))
	}
	at.seal = at.link.Sealer(keys[0])
	err := at.link.Profile.Sealed(b, at.seal)
	switch {
	case err == nil && len(keys) > 1:
		ring.Used = true
		return h.books.keep(env.Store(), record{Keys: &ring})
	case err != nil && len(keys) > 1:
		before := at.link.Sealer(keys[1])
		if at.link.Profile.Sealed(b, before) == nil {
			at.seal, err = before, nil
		}
	}
	return err
}

// PadKey is the authentication key of a message by the serial number in it.
func PadKey(m iso8583.Message) (emv.Key, error) {
	serial, err := serialOf(m)
	if err == nil {
		var k emv.Key
		if k, err = (emv.DUKPT{Base: emv.TestIssuerKey, Serial: serial}).MACKey(); err == nil {
			return k, nil
		}
	}
	return emv.Key{}, &iso8583.FieldError{
		Field: 53, Name: "security control", Reason: "is no serial number of a key", Code: iso8583.CodeSecurity,
	}
}

// serialOf reads DE53: ten bytes in hex, or eight where the leading FFFF is left out.
func serialOf(m iso8583.Message) (serial [10]byte, err error) {
	text := m.Security
	if len(text) == 16 {
		text = "FFFF" + text
	}
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(serial) {
		return serial, errors.New("host: DE53 is no serial number")
	}
	return [10]byte(b), nil
}

func openKey(block string) emv.Key {
	b, err := hex.DecodeString(block)
	if err != nil || len(b) != 16 {
		return emv.TestMACKey
	}
	return emv.TestTransportKey.Unwrap([16]byte(b))
}

// changeKey answers a key change with a new key under the transport key, and its check value behind it.
func (h *Host) changeKey(env *machine.Env, at from, m iso8583.Message) {
	if m.Terminal == "" {
		h.refuse(env, at, m, &iso8583.FieldError{
			Field: 41, Name: "terminal", Reason: "is missing in a key change", Code: iso8583.CodeFormatError,
		})
		return
	}
	var k emv.Key
	for i := range k {
		k[i] = byte(env.Chance().Below(256))
	}
	k = k.OddParity()
	wrapped, check := emv.TestTransportKey.Wrap(k), k.CheckValue()
	ring := keyring{Terminal: m.Terminal, Current: upperHex(wrapped[:]), Before: h.books.keys[m.Terminal].Current}
	if err := h.books.keep(env.Store(), record{Keys: &ring}); err != nil {
		env.Fault(err)
		return
	}
	env.Tell(KeyChanged{Terminal: m.Terminal, Check: upperHex(check[:])})
	a := at.answer(m, iso8583.CodeApproved)
	a.Terminal, a.KeyBlock = m.Terminal, payment.NewSecret(ring.Current+upperHex(check[:]))
	h.say(env, at, a, 0)
}

func upperHex(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }
