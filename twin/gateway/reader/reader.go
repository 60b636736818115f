// Package reader takes what a terminal's driver passes of a card at a reader, in clear where a real reader would encrypt it:
// an extension of ours to every API manner.
//
// Left out: encryption, and what an API calls the fields.
package reader

import (
	"encoding/hex"
	"errors"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// Data is what a reader got. Track2 has '=' or 'D' and is needed for stripe and fallback; EMV is the hex of DE55, needed
// for a contact chip; PAN and Expiry (YYMM) are digits, where there is no track.
//
// PINBlock and PINSerial are the hex of DE52 and DE53, which come together: 8 bytes each.
type Data struct{ Entry, Track2, EMV, PAN, Expiry, PINBlock, PINSerial string }

// The fields, by which a Wrong names one.
const (
	Entry  = "entry_mode"
	Track2 = "track_2"
	EMV    = "emv_data"
	PAN    = "pan"
	Expiry = "expiry"

	PINBlock  = "pin_block"
	PINSerial = "pin_serial"
)

// Wrong says which field is wrong and why, in words that show nothing of the card.
type Wrong struct {
	Field   string
	Missing bool
	Why     string
}

// Error implements error.
func (w *Wrong) Error() string {
	if w.Missing {
		return w.Field + " is missing"
	}
	return w.Field + ": " + w.Why
}

// Read returns the card and its sequence number, empty where it is not known; its error is a *Wrong.
func Read(d Data) (payment.Read, string, error) {
	read := payment.Read{Entry: payment.EntryMode(d.Entry)}
	wrong := func(field, why string) (payment.Read, string, error) {
		return payment.Read{}, "", &Wrong{Field: field, Why: why}
	}
	switch read.Entry {
	case payment.ContactChip, payment.Contactless, payment.Stripe, payment.Fallback, payment.Keyed:
	case "":
		return read, "", &Wrong{Field: Entry, Missing: true}
	default:
		return wrong(Entry, "must be one of chip, contactless, stripe, fallback, keyed")
	}
	chip := read.Entry == payment.ContactChip || read.Entry == payment.Contactless
	switch {
	case d.EMV != "" && !chip:
		return wrong(EMV, "only a chip gives it")
	case d.EMV != "":
		read.EMV = payment.NewSecret(strings.ToUpper(d.EMV))
	case read.Entry == payment.ContactChip:
		return read, "", &Wrong{Field: EMV, Missing: true}
	}
	for _, x := range []struct {
		field, hex, other string
		into              *payment.Secret
	}{{PINBlock, d.PINBlock, d.PINSerial, &read.PINBlock}, {PINSerial, d.PINSerial, d.PINBlock, &read.PINSerial}} {
		b, err := hex.DecodeString(x.hex)
		switch {
		case x.hex == "" && x.other == "":
		case x.hex == "":
			return read, "", &Wrong{Field: x.field, Missing: true}
		case err != nil || len(b) != pinBytes:
			return wrong(x.field, "not the hex of 8 bytes")
		default:
			*x.into = payment.NewSecret(strings.ToUpper(x.hex))
		}
	}
	objects, err := chipData(read.EMV)
	if err != nil {
		return wrong(EMV, "not the hex of BER-TLV data")
	}
	if err := whose(&read, d, objects); err != nil {
		field := PAN
		if d.Track2 != "" || read.Entry == payment.Stripe || read.Entry == payment.Fallback {
			field = Track2
		}
		return wrong(field, err.Error())
	}
	psn := ""
	if v, _ := emv.Find(objects, emv.TagPSN); len(v) == 1 && digits(hex.EncodeToString(v)) {
		psn = hex.EncodeToString(v)
	}
	return read, psn, nil
}

// pinBytes is how long a PIN block is, and the serial number of its key without the leading FFFF.
const pinBytes = 8

func chipData(data payment.Secret) ([]emv.TLV, error) {
	b, err := hex.DecodeString(data.Reveal())
	if err != nil {
		return nil, err
	}
	return emv.DecodeTLV(b)
}

// whose finds out which card it is: by its track, else by the chip's copy of it, else by number and date.
func whose(read *payment.Read, d Data, objects []emv.TLV) error {
	text := d.Track2
	if v, ok := emv.Find(objects, emv.TagTrack2); ok && text == "" {
		text = strings.TrimRight(strings.ToUpper(hex.EncodeToString(v)), "F")
	}
	if text != "" {
		track, err := emv.ParseTrack2(payment.NewSecret(text))
		if err != nil {
			return err
		}
		if d.PAN != "" && d.PAN != track.PAN.Reveal() {
			return errors.New("track and number are of two cards")
		}
		read.PAN, read.Expiry, read.Service, read.Track2 = track.PAN, track.Expiry, string(track.Service), track.Text()
		return nil
	}
	if read.Entry == payment.Stripe || read.Entry == payment.Fallback {
		return errors.New("a stripe gives a track")
	}
	var err error
	if read.PAN, err = payment.ParsePAN(d.PAN); err != nil {
		return err
	}
	read.Expiry = d.Expiry
	if len(read.Expiry) != 4 || !digits(read.Expiry) || read.Expiry[2:] < "01" || read.Expiry[2:] > "12" {
		return errors.New("the number needs an expiry, YYMM")
	}
	return nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
