package stripe

import (
	"maps"
	"strings"

	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// The metadata of fleet cards: the three that a client sends have the names of the API's issuing side, where the prompts of
// a fleet card are (cardholder_prompt_data); the fourth is ours.
const (
	metaOdometer = "odometer"
	metaVehicle  = "vehicle_number"
	metaDriver   = "driver_id"
	metaProducts = "allowed_products" // answered: product codes, separated by commas
)

// fleetData is DE62 of a request; empty where there is nothing of a fleet.
func fleetData(about map[string]string) string {
	text, err := iso8583.Fleet{Odometer: about[metaOdometer], Vehicle: about[metaVehicle], Driver: about[metaDriver]}.Text()
	if err != nil { // what no field carries was refused when the metadata came
		return ""
	}
	return text
}

// restrict notes on an intent which products the issuer lets the card buy.
func (i *intent) restrict(answer string) {
	f, err := iso8583.ParseFleet(answer)
	if err != nil || len(f.Products) == 0 {
		return
	}
	i.Metadata = maps.Clone(i.Metadata)
	if i.Metadata == nil {
		i.Metadata = map[string]string{}
	}
	i.Metadata[metaProducts] = strings.Join(f.Products, ",")
}

// carried says whether DE62 takes an answer to a prompt: up to 12 letters and digits, too few for a card number.
func carried(text string) bool {
	const most = 12
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return len(text) <= most
}
