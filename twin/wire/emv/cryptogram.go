package emv

import (
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// What a card of the twin puts into every request. The issuer data are those of the fact sheet's sample: Visa's layout,
// key index 1, cryptogram version 18, verification results 03A0A800 (A); the twin's other schemes use the same one,
// which their own issuers do not (C).
var (
	interchangeProfile = []byte{0x38, 0x00}
	verification       = []byte{0x00, 0x00, 0x00, 0x80, 0x00}
	issuerData         = []byte{0x06, 0x01, 0x12, 0x03, 0xA0, 0xA8, 0x00}
)

const (
	cidARQC = 0x80
	cvn10   = 0x0A
	cvn18   = 0x12
)

// countries are where a terminal stands, by its currency; a currency without a line here has its country's number (C).
var countries = map[unit.Currency]string{"EUR": "276"}

// ErrCryptogram says that a cryptogram is not the card's own.
var ErrCryptogram = errors.New("emv: the cryptogram is not the card's")

// ARQC makes the DE55 data of an online request as the card's chip and the terminal give it together: data objects in
// the order of their tags, the cryptogram over them by version 18. The date is that of at in UTC.
func ARQC(card payment.Card, atc uint16, amount unit.Money, at clock.Instant, un uint32) (payment.Secret, error) {
	aid, err := hex.DecodeString(Applications(card)[0].AID)
	if err != nil || len(aid) == 0 {
		return payment.Secret{}, fmt.Errorf("emv: no application for scheme %q", card.Scheme)
	}
	country := countries[amount.Currency]
	if country == "" {
		country = amount.Currency.Numeric()
	}
	if amount.Minor < 0 || amount.Minor > 999_999_999_999 || amount.Currency.Numeric() == "" {
		return payment.Secret{}, fmt.Errorf("emv: an amount of %s does not fit tag 9F02", amount)
	}
	objects := []TLV{
		{Tag: TagAIP, Value: interchangeProfile},
		{Tag: TagAID, Value: aid},
		{Tag: TagTVR, Value: verification},
		{Tag: TagDate, Value: bcd(at.Time().Format("060102"), 3)},
		{Tag: TagType, Value: []byte{0}},
		{Tag: TagCurrency, Value: bcd(amount.Currency.Numeric(), 2)},
		{Tag: TagPSN, Value: bcd(twoDigits(card.PSN), 1)},
		{Tag: TagAmount, Value: bcd(fmt.Sprint(amount.Minor), 6)},
		{Tag: TagIssuerData, Value: issuerData},
		{Tag: TagCountry, Value: bcd(country, 2)},
		{Tag: TagCryptogram, Value: make([]byte, 8)},
		{Tag: TagCryptogramInfo, Value: []byte{cidARQC}},
		{Tag: TagATC, Value: binary.BigEndian.AppendUint16(nil, atc)},
		{Tag: TagUnpredictable, Value: binary.BigEndian.AppendUint32(nil, un)},
	}
	if !isDigits(card.PSN) {
		return payment.Secret{}, fmt.Errorf("emv: the card sequence number has 2 digits")
	}
	ac, err := cryptogram(objects, TestIssuerKey, card.PAN.Reveal(), card.PSN)
	if err != nil {
		return payment.Secret{}, err
	}
	for i := range objects {
		if objects[i].Tag == TagCryptogram {
			objects[i].Value = ac[:]
		}
	}
	return wrap(objects)
}

// Verify checks the cryptogram in the DE55 data of a request, as the card's issuer does. psn is DE23, or empty for the
// sequence number in the data. The error wraps ErrCryptogram where the data are whole but the cryptogram is wrong.
func Verify(de55 payment.Secret, pan payment.PAN, psn string) error {
	objects, psn, err := unwrap(de55, psn)
	if err != nil {
		return err
	}
	want, err := cryptogram(objects, TestIssuerKey, pan.Reveal(), psn)
	if err != nil {
		return err
	}
	got, _ := Find(objects, TagCryptogram)
	if subtle.ConstantTimeCompare(got, want[:]) != 1 {
		return fmt.Errorf("%w (card %s)", ErrCryptogram, pan)
	}
	return nil
}

// Answer makes the DE55 data of an issuer's answer: tag 91 with the ARPC by method 1 and the response code.
func Answer(de55 payment.Secret, pan payment.PAN, psn, code string) (payment.Secret, error) {
	arpc, err := answerTo(de55, pan, psn, code)
	if err != nil {
		return payment.Secret{}, err
	}
	return wrap([]TLV{{Tag: TagIssuerAuth, Value: append(arpc[:], code...)}})
}

// CheckAnswer is the card's external authenticate: it checks tag 91 of an answer against the request.
func CheckAnswer(request, answer payment.Secret, pan payment.PAN, psn string) error {
	objects, _, err := unwrap(answer, "00")
	if err != nil {
		return err
	}
	auth, ok := Find(objects, TagIssuerAuth)
	if !ok || len(auth) != 10 {
		return fmt.Errorf("emv: the answer has no issuer authentication data")
	}
	arpc, err := answerTo(request, pan, psn, string(auth[8:]))
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(auth[:8], arpc[:]) != 1 {
		return fmt.Errorf("%w: issuer's answer (card %s)", ErrCryptogram, pan)
	}
	return nil
}

func answerTo(request payment.Secret, pan payment.PAN, psn, code string) ([8]byte, error) {
	if len(code) != 2 {
		return [8]byte{}, fmt.Errorf("emv: a response code has two characters")
	}
	objects, psn, err := unwrap(request, psn)
	if err != nil {
		return [8]byte{}, err
	}
	ac, _ := Find(objects, TagCryptogram)
	if len(ac) != 8 {
		return [8]byte{}, fmt.Errorf("emv: tag 9F26 is missing or not 8 bytes long")
	}
	key, err := keyOf(objects, CardKey(TestIssuerKey, pan, psn))
	if err != nil {
		return [8]byte{}, err
	}
	return ARPC1(key, [8]byte(ac), [2]byte{code[0], code[1]}), nil
}

// covered lists what the cryptogram is made over, in order, with lengths: versions 10 and 18 (A).
var covered = []struct {
	tag Tag
	n   int
}{
	{TagAmount, 6}, {TagOtherAmount, 6}, {TagCountry, 2}, {TagTVR, 5}, {TagCurrency, 2}, {TagDate, 3}, {TagType, 1},
	{TagUnpredictable, 4}, {TagAIP, 2}, {TagATC, 2},
}

// cryptogram computes what tag 9F26 must hold.
func cryptogram(objects []TLV, issuer Key, pan, psn string) ([8]byte, error) {
	var data []byte
	for _, c := range covered {
		v, ok := Find(objects, c.tag)
		if !ok && c.tag == TagOtherAmount {
			v = make([]byte, c.n) // no cash-back
		}
		if len(v) != c.n {
			return [8]byte{}, fmt.Errorf("emv: tag %s is missing or not %d bytes long", c.tag, c.n)
		}
		data = append(data, v...)
	}
	key, err := keyOf(objects, cardKey(issuer, pan, psn))
	if err != nil {
		return [8]byte{}, err
	}
	iad, _ := Find(objects, TagIssuerData)
	if iad[2] == cvn10 {
		iad = iad[3:7] // the card verification results alone
	}
	return MAC(key, append(data, iad...)), nil
}

// keyOf picks the key by the cryptogram version in the issuer data: version 10 uses the card's own (A).
func keyOf(objects []TLV, card Key) (Key, error) {
	iad, _ := Find(objects, TagIssuerData)
	if len(iad) < 7 {
		return Key{}, fmt.Errorf("emv: tag 9F10 is missing or too short")
	}
	switch iad[2] {
	case cvn10:
		return card, nil
	case cvn18:
		atc, _ := Find(objects, TagATC)
		if len(atc) != 2 {
			return Key{}, fmt.Errorf("emv: tag 9F36 is missing or not 2 bytes long")
		}
		return TransactionKey(card, binary.BigEndian.Uint16(atc)), nil
	}
	return Key{}, fmt.Errorf("emv: cryptogram version %d is not known here", iad[2])
}

func wrap(objects []TLV) (payment.Secret, error) {
	b, err := EncodeTLV(objects)
	return payment.NewSecret(strings.ToUpper(hex.EncodeToString(b))), err
}

func unwrap(de55 payment.Secret, psn string) ([]TLV, string, error) {
	b, err := hex.DecodeString(de55.Reveal())
	if err != nil {
		return nil, "", fmt.Errorf("emv: DE55 data are not hex")
	}
	objects, err := DecodeTLV(b)
	if err != nil {
		return nil, "", err
	}
	if v, ok := Find(objects, TagPSN); ok && psn == "" {
		psn = hex.EncodeToString(v)
	}
	if len(psn) > 3 || !isDigits(psn) {
		return nil, "", fmt.Errorf("emv: the card sequence number has 2 digits")
	}
	return objects, psn, nil
}

// bcd packs digits into n bytes, zeros in front. The callers pass digits that fit.
func bcd(digits string, n int) []byte {
	b, err := hex.DecodeString(strings.Repeat("0", 2*n-len(digits)) + digits)
	if err != nil {
		panic("emv: " + err.Error())
	}
	return b
}
