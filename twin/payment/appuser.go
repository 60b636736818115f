package payment

import "slices"

// AppUser is a test user of the mobile application: who he is to the site, and what he pays with as the payment gateway
// knows it. The token is a secret of his phone.
type AppUser struct {
	Name     string
	Token    string // what his requests bear
	Customer string // what order management knows him by
	Method   string // the payment gateway's name for what is in his wallet
}

var appUsers = []AppUser{
	{"anna", "app_test_anna", "cust_anna", "pm_card_visa"},
	{"ben", "app_test_ben", "cust_ben", "pm_card_mastercard"},
	{"carl", "app_test_carl", "cust_carl", "pm_card_chargeDeclinedInsufficientFunds"},
}

// AppUsers lists the test users; phone N of a station is the Nth one's.
func AppUsers() []AppUser { return slices.Clone(appUsers) }
