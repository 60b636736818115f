package site

import (
	"strings"
	"testing"
	"time"
)

const hostBlock = `
host:
  profile: brisk
  issuer: cents
  models: [status-check, postpay]
  cut-over: "22:30"
  zone: Europe/Berlin
  links:
    - { link: 1, dialect: ifsf93, framing: tpdu, tcp: 8584 }
    - { link: 2, mac: retail, keys: dukpt, sign-on: true, cover: true }
  terminals: [{ terminal: 1, link: 2, answer-in: 5 s, repeat-every: 10 s }]
  cards: { visa-debit: { kind: debit, balance: 120.00 EUR, per-day: 300.00 EUR, per-day-count: 4 } }
  cut-offs: { visa: { stripe: 80, chip: 90 } }
  networks: { visa: { complete-within: 90 min, hold-for: 48 h, stand-in-limit: 20, fee-points: 100, fee-fixed: 5 } }
`

func withHost(t *testing.T, block string) (*Plan, error) {
	t.Helper()
	_, src, err := Source("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	return Load("plan.yaml", append(src, block...))
}

func TestAPlanSaysHowItsHostIs(t *testing.T) {
	p, err := withHost(t, hostBlock)
	if err != nil {
		t.Fatal(err)
	}
	l, ok := p.Host.LinkOf(2)
	if _, none := p.Host.LinkOf(3); none || !ok || l.MAC != "retail" || !l.SignOn || !l.Cover || p.Host.Cards["visa-debit"].PerDayCount != 4 {
		t.Errorf("%+v", p.Host)
	}
	at, zone, daily, err := p.Host.ParseCutOver()
	if err != nil || !daily || at != 22*time.Hour+30*time.Minute || zone.String() != "Europe/Berlin" {
		t.Errorf("%v %v %v %v", at, zone, daily, err)
	}
}

func TestAHostBlockIsRefusedAtItsPlace(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"issuer":       {"issuer: cents", "issuer: euros", "issuer"},
		"model":        {"status-check, postpay", "status-chek, postpay", "status-check"},
		"time":         {`"22:30"`, `"25:30"`, "time of day"},
		"zone":         {"Europe/Berlin", "Europe/Atlantis", "time zone"},
		"dialect":      {"dialect: ifsf93", "dialect: ifsf94", "ifsf93"},
		"framing":      {"framing: tpdu", "framing: 3-byte", "2-byte"},
		"mac":          {"mac: retail", "mac: wholesale", "aes-cmac"},
		"idle keys":    {"mac: retail, ", "", "never used"},
		"link twice":   {"link: 2, mac", "link: 1, mac", "each once"},
		"no link":      {"terminal: 1, link: 2", "terminal: 1, link: 5", "no link 5"},
		"no terminal":  {"terminal: 1,", "terminal: 0,", "numbers 1 to"},
		"card":         {"visa-debit:", "visa-debt:", "visa-debit"},
		"kind":         {"kind: debit", "kind: gold", "credit"},
		"programme":    {"{ visa: { stripe", "{ vista: { stripe", "visa"},
		"network":      {"networks: { visa", "networks: { vista", "visa"},
		"negative":     {"fee-fixed: 5", "fee-fixed: -5", "negative"},
		"port":         {"tcp: 8584", "tcp: 85840", "port"},
		"unknown key":  {"sign-on: true", "sing-on: true", "sign-on"},
		"blocked code": {"kind: debit,", `kind: debit, blocked: "00",`, "response code"},
	} {
		text := strings.Replace(hostBlock, c.from, c.to, 1)
		if text == hostBlock {
			t.Fatalf("%s: nothing is changed", name)
		}
		_, err := withHost(t, text)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "plan.yaml:") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
