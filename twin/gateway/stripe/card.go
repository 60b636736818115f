package stripe

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

var (
	cardNames    = known("number", "token", "exp_month", "exp_year", "cvc")
	presentNames = known("entry_mode", "track_2", "emv_data", "pan", "expiry")
)

// inside names a parameter below another.
func inside(within, name string) string {
	if within == "" {
		return name
	}
	top, rest, nested := strings.Cut(name, "[")
	if nested {
		return within + "[" + top + "][" + rest
	}
	return within + "[" + name + "]"
}

func badCard(code, param, message string) *apiError {
	return &apiError{
		status: http.StatusPaymentRequired, early: true, Type: cardError, Code: code, Param: param, Message: message, DocURL: docURL(code),
	}
}

// notATestCard refuses a number that is in no list of test cards: nobody's real card has any business here.
func notATestCard() *apiError {
	e := badCard("card_declined", "", customerWords["test_mode_live_card"])
	e.DeclineCode = "test_mode_live_card"
	return e
}

// parseCard reads card[number] or card[token], and the date.
func parseCard(f form, place string, now clock.Instant) (payment.Read, *apiError) {
	if token := f.text("token"); token != "" {
		card, ok := payment.CardByToken("pm_card_" + strings.TrimPrefix(strings.TrimPrefix(token, "tok_"), "pm_card_"))
		if !ok {
			return payment.Read{}, unfound("token", token, inside(place, "token"))
		}
		return payment.Read{PAN: card.PAN, Expiry: card.Expiry}, nil
	}
	for _, n := range []string{"number", "exp_month", "exp_year"} {
		if f.text(n) == "" {
			return payment.Read{}, missing(inside(place, n))
		}
	}
	pan, err := payment.ParsePAN(strings.NewReplacer(" ", "", "-", "").Replace(f.text("number")))
	if err != nil {
		return payment.Read{}, badCard("incorrect_number", "number", "Your card number is incorrect.")
	}
	month, year := number(f.text("exp_month")), number(f.text("exp_year"))
	if year < 100 {
		year += 2000
	}
	today := now.Time()
	switch {
	case month < 1 || month > 12:
		return payment.Read{}, badCard("invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.")
	case year < today.Year() || year > today.Year()+50 || year > 2099:
		return payment.Read{}, badCard("invalid_expiry_year", "exp_year", "Your card's expiration year is invalid.")
	case year == today.Year() && month < int(today.Month()):
		return payment.Read{}, badCard("invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.")
	}
	if cvc := f.text("cvc"); f.has("cvc") && (len(cvc) < 3 || len(cvc) > 4 || !digits(cvc)) {
		return payment.Read{}, badCard("invalid_cvc", "cvc", "Your card's security code is invalid.")
	}
	return payment.Read{PAN: pan, Expiry: yymm(month, year)}, nil
}

// parsePresent reads what a terminal's driver passes of a card at a reader: our extension, see the package's comment.
func parsePresent(f form, place string) (payment.Read, string, *apiError) {
	read := payment.Read{Entry: payment.EntryMode(f.text("entry_mode"))}
	wrong := func(name, why string) (payment.Read, string, *apiError) {
		return payment.Read{}, "", refused("payment_method_invalid_parameter", inside(place, name), "Invalid %s: %s.", inside(place, name), why)
	}
	switch read.Entry {
	case payment.ContactChip, payment.Contactless, payment.Stripe, payment.Fallback, payment.Keyed:
	case "":
		return read, "", missing(inside(place, "entry_mode"))
	default:
		return wrong("entry_mode", "must be one of chip, contactless, stripe, fallback, keyed")
	}
	chip := read.Entry == payment.ContactChip || read.Entry == payment.Contactless
	if data := f.text("emv_data"); data != "" {
		if !chip {
			return wrong("emv_data", "only a chip gives it")
		}
		read.EMV = payment.NewSecret(strings.ToUpper(data))
	} else if read.Entry == payment.ContactChip {
		return read, "", missing(inside(place, "emv_data"))
	}
	objects, err := chipData(read.EMV)
	if err != nil {
		return wrong("emv_data", "not the hex of BER-TLV data")
	}
	if err := whose(&read, f, objects); err != nil {
		name := "pan"
		if f.has("track_2") || read.Entry == payment.Stripe || read.Entry == payment.Fallback {
			name = "track_2"
		}
		return wrong(name, err.Error())
	}
	psn := ""
	if v, _ := emv.Find(objects, emv.TagPSN); len(v) == 1 && digits(hex.EncodeToString(v)) {
		psn = hex.EncodeToString(v)
	}
	return read, psn, nil
}

func chipData(data payment.Secret) ([]emv.TLV, error) {
	b, err := hex.DecodeString(data.Reveal())
	if err != nil {
		return nil, err
	}
	return emv.DecodeTLV(b)
}

// whose finds out which card it is: by its track, else by the chip's copy of it, else by number and date.
func whose(read *payment.Read, f form, objects []emv.TLV) error {
	text := f.text("track_2")
	if v, ok := emv.Find(objects, emv.TagTrack2); ok && text == "" {
		text = strings.TrimRight(strings.ToUpper(hex.EncodeToString(v)), "F")
	}
	pan := f.text("pan")
	if text != "" {
		track, err := emv.ParseTrack2(payment.NewSecret(text))
		if err != nil {
			return err
		}
		if pan != "" && pan != track.PAN.Reveal() {
			return errors.New("track and number are of two cards")
		}
		read.PAN, read.Expiry, read.Service, read.Track2 = track.PAN, track.Expiry, string(track.Service), track.Text()
		return nil
	}
	if read.Entry == payment.Stripe || read.Entry == payment.Fallback {
		return errors.New("a stripe gives a track")
	}
	var err error
	if read.PAN, err = payment.ParsePAN(pan); err != nil {
		return err
	}
	read.Expiry = f.text("expiry")
	if len(read.Expiry) != 4 || !digits(read.Expiry) || read.Expiry[2:] < "01" || read.Expiry[2:] > "12" {
		return errors.New("the number needs an expiry, YYMM")
	}
	return nil
}

func yymm(month, year int) string { return fmt.Sprintf("%02d%02d", year%100, month) }

// number reads up to four digits; what is no number is -1.
func number(s string) int {
	if len(s) > 4 || !digits(s) {
		return -1
	}
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n
}
