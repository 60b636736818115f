package stripe

import (
	"slices"

	"github.com/forecourt/forecourt/twin/payment"
)

// wallets are the phones that a card can be in.
var wallets = []string{"apple_pay", "google_pay", "samsung_pay"}

// onDevice is how the holder of a card in a phone was verified: by the phone, so that no PIN is asked for (C).
const onDevice = "on_device"

// walletObject is the phone as the API tells it; that of a card at a reader has the type alone.
type walletObject struct {
	ApplePay     *struct{} `json:"apple_pay,omitempty"`
	DynamicLast4 *string   `json:"dynamic_last4,omitempty"`
	GooglePay    *struct{} `json:"google_pay,omitempty"`
	SamsungPay   *struct{} `json:"samsung_pay,omitempty"`
	Type         string    `json:"type"`
}

type receiptObject struct {
	Verification string `json:"cardholder_verification_method"`
}

// readWallet reads the wallet of a card, in the app of a driver or tapped at a reader; the extension is ours.
func readWallet(f form, place, name string, m *method) *apiError {
	if !f.has(name) {
		return nil
	}
	word := f.text(name)
	if !slices.Contains(wallets, word) {
		return refused("", inside(place, name), "Invalid %s: must be one of apple_pay, google_pay, samsung_pay", inside(place, name))
	}
	if m.Type == typePresent && m.Entry != payment.Contactless {
		return refused("payment_method_invalid_parameter", inside(place, name), "A phone is tapped: entry_mode must be contactless.")
	}
	m.Wallet = word
	if last := f.text("wallet[dynamic_last4]"); last != "" {
		if len(last) != 4 || !digits(last) {
			return refused("", inside(place, "wallet[dynamic_last4]"), "Invalid dynamic_last4: it has four digits.")
		}
		m.DeviceLast4 = last
	}
	return nil
}

// wallet shows the phone that a card is in, nil where it is in none.
func (m *method) wallet() *walletObject {
	if m.Wallet == "" {
		return nil
	}
	o := &walletObject{Type: m.Wallet}
	if m.Type == typePresent {
		return o
	}
	o.DynamicLast4 = optional(m.DeviceLast4)
	for n, into := range []**struct{}{&o.ApplePay, &o.GooglePay, &o.SamsungPay} {
		if wallets[n] == m.Wallet {
			*into = &struct{}{}
		}
	}
	return o
}
