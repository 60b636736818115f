package cli

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// elsewhere says where the roles of the money's side are that somebody else plays. A role that is left outside and named
// nowhere is simply not there: nobody answers.
func (v *twinVerb) elsewhere(o *station.Options) error {
	for _, x := range []struct {
		flag, value string
		role        forecourt.Role
		set         *string
		path        string
	}{
		{"--gateway", v.Gateway, station.GatewayRole, &o.GatewayURL, ""},
		{"--oms", v.OMS, station.OMSRole, &o.OMSURL, "/events"},
	} {
		switch u, err := url.Parse(x.value); {
		case x.value == "":
		case !slices.Contains(o.Outside, x.role):
			return misused("%s is somebody else's: add --outside %s", x.flag, x.role)
		case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
			return misused("%s is a URL such as http://127.0.0.1:12111, not '%s'", x.flag, x.value)
		default:
			*x.set = strings.TrimSuffix(x.value, "/")
			if strings.Trim(u.Path, "/") == "" {
				*x.set += x.path
			}
		}
	}
	address, isTCP := strings.CutPrefix(v.Host, "tcp://")
	switch {
	case v.Host == "":
	case !slices.Contains(o.Outside, station.HostRole):
		return misused("--host is somebody else's merchant host: add --outside host")
	case slices.Contains(o.Outside, station.GatewayRole):
		return misused("--host is what our gateway asks, and --outside gateway leaves that out")
	case !isTCP || !isHostPort(address):
		return misused("--host is an address such as tcp://127.0.0.1:8583, not '%s'", v.Host)
	}
	return nil
}

// setManner puts the API manner of the command line in place of the plan's, and looks at where callbacks may go.
func (v *twinVerb) setManner(plan *site.Plan) error {
	for _, h := range v.Callback {
		if !isHostPort(h) {
			return misused("--callback is a host and a port such as 127.0.0.1:8080, not '%s'", h)
		}
	}
	m := payment.Manner(v.Manner)
	switch {
	case v.Manner == "":
		return nil
	case !slices.Contains(payment.Manners, m):
		return misused("--manner is stripe or paypal, not '%s'", v.Manner)
	case !m.Takes(plan.Currency):
		return misused("a gateway in the manner of %s does not take amounts in %s, the site's currency", m, plan.Currency)
	}
	plan.Gateway.Manner = m
	return nil
}

// hostsOf lists the hosts in the world that these URLs name.
func hostsOf(urls ...string) (hosts []string) {
	for _, text := range urls {
		if u, err := url.Parse(text); err == nil && u.Host != "" {
			hosts = append(hosts, u.Host)
		}
	}
	return hosts
}

// hostDial is the connection of our gateway to somebody else's merchant host.
func (lv *living) hostDial() []live.DialPort {
	if lv.verb.Host == "" {
		return nil
	}
	return []live.DialPort{{
		Role: station.GatewayRole.String(), Kind: "tcp-out", Address: lv.verb.Host, Says: "asks its host, iso 8583",
		Join: lv.station.HostStream, Open: live.TCPDialer(strings.TrimPrefix(lv.verb.Host, "tcp://")), Secrets: secretsOf(iso8583.Name),
	}}
}

// hostPort offers our merchant host to somebody else's gateways and terminals.
func (lv *living) hostPort() []live.SessionPort {
	if !lv.station.HasHost() {
		return nil
	}
	ports := []live.SessionPort{lv.hostLink(0, station.HostRole.String(), lv.plan.Ports.Host, "iso 8583")}
	for _, l := range lv.plan.Host.Links {
		says := "iso 8583"
		for _, word := range []string{l.Dialect, l.Framing, l.MAC} {
			if word != "" && word != "none" {
				says += " " + word
			}
		}
		ports = append(ports, lv.hostLink(l.Link, fmt.Sprintf("%s link %d", station.HostRole, l.Link), l.TCP, says))
	}
	return ports
}

func (lv *living) hostLink(link int, role string, tcp int, says string) live.SessionPort {
	attach := func(say func([]byte), _ func(string)) (func([]byte), func(), error) {
		return lv.station.AttachHost(link, say)
	}
	return live.SessionPort{Role: role, TCP: tcp, Says: says, Secrets: secretsOf(iso8583.Name), Attach: attach}
}
