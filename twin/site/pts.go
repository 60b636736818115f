package site

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// PTS is the jsonPTS interface, which the controller has where the POS is outside. What is left out is off.
type PTS struct {
	Scheme         string // how a POS says who it is: none (default), basic, digest, either
	User, Password string // what it says
	Upload         string // where finished sales are uploaded to: http:// or https://, a user and password allowed
	PtsID          string // of the controller, 24 hexadecimal digits; default: made of the site's name

	// Uploaded too, to the same place, in shapes that fewer sources vouch for:
	TankMeasurements time.Duration // how often
	InTankDeliveries bool
	Status           time.Duration // how often
	// AlertCodes are the vendor's codes for the alarms of tanks, by alarm: low-product: 7. Those without one are not told.
	AlertCodes map[string]int
}

// AlertCode returns the code of an alarm, as jsonPTS spells it, and whether it has one.
func (p PTS) AlertCode(word string) (int, bool) {
	code, ok := p.AlertCodes[alarmKeys[word]]
	return code, ok
}

// alarmKeys are the alarms of jsonPTS as a plan spells them.
var alarmKeys = map[string]string{
	"CriticalHighProduct": "critical-high-product", "HighProduct": "high-product", "LowProduct": "low-product",
	"CriticalLowProduct": "critical-low-product", "HighWater": "high-water", "TankLeakage": "tank-leakage",
}

var ptsSchemes = []string{"none", "basic", "digest", "either"}

// shortestUpload is how often anything may be uploaded.
const shortestUpload = time.Second

// ParseUpload reads an address to upload to.
func ParseUpload(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	var broken *url.Error
	switch {
	case errors.As(err, &broken):
		return nil, fmt.Errorf("the address to upload to cannot be read: %w", broken.Err) // without its text: it may hold a password
	case err != nil:
		return nil, errors.New("the address to upload to cannot be read")
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, errors.New("the address to upload to must begin with http:// or https:// and name a host")
	case u.Fragment != "":
		return nil, errors.New("the address to upload to has a part behind #, which no server sees")
	}
	return u, nil
}

func (c *checker) checkPTS() {
	p := c.plan.PTS
	if !slices.Contains(ptsSchemes, p.Scheme) {
		fix := suggestion(strict.Suggest(p.Scheme, ptsSchemes))
		if fix == "" {
			fix = "it is one of " + strings.Join(ptsSchemes, ", ")
		}
		c.wrong(fmt.Sprintf("there is no scheme '%s'", p.Scheme), fix, "pts", "scheme")
	}
	switch named := p.User != "" && p.Password != ""; {
	case p.Scheme != "none" && !named:
		c.wrong("a POS cannot say who it is without a user and a password", "give both, or scheme: none", "pts", "scheme")
	case p.Scheme == "none" && (p.User != "" || p.Password != ""):
		c.wrong("nobody is asked for the user and the password", "scheme: either would ask", "pts", "user")
	}
	if strings.ContainsAny(p.User, ":\"\\") {
		c.wrong("a user's name has no colon, quote or backslash: HTTP could not carry it", "", "pts", "user")
	}
	if p.Upload != "" {
		if _, err := ParseUpload(p.Upload); err != nil {
			c.wrong(err.Error(), "for example http://127.0.0.1:9000/jsonPTS", "pts", "upload")
		}
	}
	if p.PtsID != "" {
		if err := pts.CheckID(p.PtsID); err != nil {
			c.wrong(err.Error(), "for example 003A003A3435510938393730", "pts", "pts-id")
		}
	}
	for _, x := range []struct {
		key   string
		every time.Duration
	}{{"tank-measurements", p.TankMeasurements}, {"status", p.Status}} {
		if x.every != 0 && x.every < shortestUpload {
			c.wrong("an upload is made once a second at most", "", "pts", x.key)
		}
	}
	c.checkAlertCodes()
}

func (c *checker) checkAlertCodes() {
	var known, given []string
	for _, word := range pts.TankAlarms {
		known = append(known, alarmKeys[word])
	}
	for key := range c.plan.PTS.AlertCodes {
		given = append(given, key)
	}
	slices.Sort(given)
	for _, key := range given {
		if !slices.Contains(known, key) {
			fix := suggestion(strict.Suggest(key, known))
			if fix == "" {
				fix = "it is one of " + strings.Join(known, ", ")
			}
			c.wrong(fmt.Sprintf("there is no alarm '%s'", key), fix, "pts", "alert-codes", key)
		}
		if code := c.plan.PTS.AlertCodes[key]; code < 0 || code > 65535 {
			c.wrong("a code is a number from 0 to 65535", "", "pts", "alert-codes", key)
		}
	}
}
