package station

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/host/terminal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// HostLine is the name of the line between gateway and merchant host in the journal.
const HostLine = "host link"

// terminalPorts is where the ports of the host for our own payment terminals begin, behind those of its links.
const terminalPorts machine.Port = 200

func (s *Station) buildHost() (err error) {
	if s.outside(HostRole) {
		return nil
	}
	p, err := profile.Open[profile.Host](s.plan.Host.Profile)
	if err != nil {
		return err
	}
	cfg, err := hostConfig(s.plan)
	if err != nil {
		return err
	}
	cfg.Rules, cfg.Latency = s.options.HostRules, p.Latency.Of
	s.host, err = host.New(cfg)
	if err != nil {
		return err
	}
	s.add(HostRole, s.host, host.Timers)
	return nil
}

// hostConfig is what a plan says of its host. Our own gateway knows no cut-offs, so that it is told what a status check
// covers.
func hostConfig(plan *site.Plan) (host.Config, error) {
	h := &plan.Host
	c := host.Config{
		Currency: plan.Currency, Link: host.Link{}, Links: map[machine.Port]host.Link{0: {Cover: true, OverCapture: plan.Gateway.OverCapture}}, Holders: map[string]host.Holder{},
		CutOffs: map[string]host.CutOff{}, Networks: map[string]host.Terms{},
	}
	if h.Issuer == "cents" {
		c.Manner = host.ByCents
	}
	for _, m := range h.Models {
		c.Models = append(c.Models, host.Model(m))
	}
	at, zone, daily, err := h.ParseCutOver()
	if err != nil {
		return c, err
	}
	c.CutOver = host.CutOver{Daily: daily, At: at, Zone: zone}
	for _, l := range h.Links {
		link, err := hostLinkOf(l)
		if err != nil {
			return c, err
		}
		for i := range MostHostLinks {
			c.Links[hostPort(l.Link, i)] = link
		}
	}
	for _, t := range h.Terminals {
		l, _ := h.LinkOf(t.Link)
		if c.Links[terminalPorts+machine.Port(t.Terminal)], err = hostLinkOf(l); err != nil {
			return c, err
		}
	}
	for name, x := range h.Cards {
		c.Holders[name] = host.Holder{
			Kind: host.Kind(x.Kind), Balance: x.Balance, PerSale: x.PerSale, PerDay: x.PerDay, PerDayCount: x.PerDayCount, Blocked: x.Blocked,
		}
	}
	for name, x := range h.CutOffs {
		c.CutOffs[name] = host.CutOff{Stripe: x.Stripe, Chip: x.Chip}
	}
	for name, x := range h.Networks {
		c.Networks[name] = host.Terms{
			StatusHold: x.StatusHold, CompleteWithin: x.CompleteWithin, HoldFor: x.HoldFor,
			StandIn: host.StandIn{Limit: x.StandInLimit, Count: x.StandInCount}, Fee: host.Fee{Points: x.FeePoints, Fixed: x.FeeFixed},
		}
	}
	return c, nil
}

// hostLinkOf is a plan's link as the host knows it; the zero one is us87 without anything.
func hostLinkOf(l site.HostLink) (link host.Link, err error) {
	link = host.Link{SignOn: l.SignOn, Cover: l.Cover, MAC: host.MAC(l.MAC), Keys: host.Keys(l.Keys)}
	if l.MAC == "none" {
		link.MAC = host.NoMAC
	}
	if l.Keys == "session" {
		link.Keys = host.SessionKeys
	}
	if l.Dialect == "" {
		l.Dialect = iso8583.US87.Name()
	}
	if link.Profile, err = iso8583.ParseProfile(l.Dialect); err != nil || l.Framing == "" {
		return link, err
	}
	link.Framing, err = iso8583.ParseFraming(l.Framing)
	return link, err
}

// buildTerminals puts the plan's payment terminals on lines of their own to the host, where it is ours.
func (s *Station) buildTerminals() {
	if s.host == nil {
		return
	}
	for _, t := range s.plan.Host.Terminals {
		l, _ := s.plan.Host.LinkOf(t.Link)
		link, _ := hostLinkOf(l) // the host was built with it
		x := terminal.New(terminal.Config{
			Number: t.Terminal, Link: link, Currency: s.plan.Currency, AnswerIn: t.AnswerIn, RepeatEvery: t.RepeatEvery,
		})
		s.add(x.Role(), x, terminal.Timers)
		s.joinHost(x.Role(), s.loop.Stream(hostLatency, loop.Socket{Role: x.Role()},
			loop.Socket{Role: HostRole, Port: terminalPorts + machine.Port(t.Terminal)}, s.terminalTap(x.Role(), link.Profile)))
	}
}

// joinHost makes a client's line to the host one that can be cut and suffer.
func (s *Station) joinHost(client forecourt.Role, to *line.Stream) {
	to.Call(hostEnds(client))
	s.links[[2]forecourt.Role{client, HostRole}] = to
}

// hostEnds names the ends of a client's line to the host.
func hostEnds(client forecourt.Role) func(int) string {
	ends := [2]string{client.String(), HostRole.String()}
	return func(i int) string { return ends[i] }
}

func (s *Station) hostTap() line.Tap {
	return s.moneyTap(HostLine, GatewayRole, iso8583.US87)
}

func (s *Station) terminalTap(r forecourt.Role, p *iso8583.Profile) line.Tap {
	return s.moneyTap(lineName(r, HostRole), r, p)
}

// moneyTap records a line to the host, with what is secret on it struck out.
func (s *Station) moneyTap(name string, client forecourt.Role, p *iso8583.Profile) line.Tap {
	j := s.loop.Journal()
	if j == nil {
		return nil
	}
	return j.Recorder(name, hostEnds(client), p.Secrets)
}

// Batches lists what our merchant host has settled, in order; none where the host is outside.
func (s *Station) Batches() []host.Batch {
	if s.host == nil {
		return nil
	}
	return s.host.Batches()
}
