package facts

import (
	"strings"
	"testing"

	"dealgraph/deals"
)

// signAt is the state of the rule with a key.
func signAt(t *testing.T, facts, key, asOf string) Sign {
	t.Helper()
	l := ledger(t, "party,metric,period,value,nature,source\n"+strings.ReplaceAll(facts, "; ", "\n"))
	for _, s := range Signs(l, Rules(), day(t, asOf)) {
		if s.Rule.Key == key {
			return s
		}
	}
	t.Fatalf("no rule %s", key)
	return Sign{}
}

func TestSigns(t *testing.T) {
	for _, tt := range []struct {
		name, key, asOf, facts string
		want                   State
	}{
		{"below the peak", "investment", "2001", ",big_tech_capex,1999,$90B,actual,s; ,big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,$95B,actual,s", Yes},
		{"at the peak", "investment", "2000", ",big_tech_capex,1999,$90B,actual,s; ,big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,$95B,actual,s", No},
		{"a peak six years ago is out of the window", "investment", "2006", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2005,$50B,actual,s; ,big_tech_capex,2006,$60B,actual,s", No},
		{"a peak five years ago is in it", "investment", "2005", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2005,$50B,actual,s", Yes},
		{"equal is no fall", "investment", "2001", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,$100B,actual,s", No},
		{"one fact", "investment", "2001", ",big_tech_capex,2001,$100B,actual,s", NotEnoughData},
		{"a forecast is no reading", "investment", "2001", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,$95B,forecast,s", NotEnoughData},
		{"a party's fact is not the world's", "investment", "2001", "x,big_tech_capex,2000,$100B,actual,s; x,big_tech_capex,2001,$95B,actual,s", NotEnoughData},
		{"another metric is no earlier reading", "investment", "2001", ",big_tech_capex,2000,$100B,actual,s; ,hyperscaler_capex,2001,$95B,actual,s", NotEnoughData},
		{"another currency is none", "investment", "2001", ",big_tech_capex,2000,€100B,actual,s; ,big_tech_capex,2001,$95B,actual,s", NotEnoughData},
		{"a quarter is no year", "investment", "2001", ",big_tech_capex,2000 Q4,$20B,actual,s; ,big_tech_capex,2001,$95B,actual,s", NotEnoughData},
		{"stale", "investment", "2003-07", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,$95B,actual,s", NotEnoughData},
		{"just fresh: 18 months", "investment", "2003-06", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,$95B,actual,s", Yes},
		{"the year is not over", "investment", "2001-12-30", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,$95B,actual,s", NotEnoughData},
		{"the sources differ", "investment", "2001", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2000,$90B,actual,s; ,big_tech_capex,2001,$95B,actual,s", NotEnoughData},
		{"they differ, and it does not matter", "investment", "2001", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2000,$96B,actual,s; ,big_tech_capex,2001,$95B,actual,s", Yes},
		{"a floor may be anything above", "investment", "2001", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,at least $95B,actual,s", NotEnoughData},
		{"a floor above is enough", "investment", "2001", ",big_tech_capex,2000,$100B,actual,s; ,big_tech_capex,2001,at least $105B,actual,s", No},
		{"a later peak that is a range", "investment", "2002", ",big_tech_capex,2000,$90B,actual,s; ,big_tech_capex,2001,$80B..120B,actual,s; ,big_tech_capex,2002,$95B,actual,s", NotEnoughData},

		{"profits fall", "profits", "1998", ",corporate_profits,1997,$800B,actual,s; ,corporate_profits,1998,$750B,actual,s", Yes},
		{"profits rise", "profits", "1998", ",corporate_profits,1997,$800B,actual,s; ,corporate_profits,1998,$850B,actual,s", No},
		{"against the year before, not the quarter", "profits", "1998-06", ",corporate_profits,1997 Q2,$200B,actual,s; ,corporate_profits,1998 Q1,$230B,actual,s; ,corporate_profits,1998 Q2,$210B,actual,s", No},
		{"the quarter before alone", "profits", "1998-06", ",corporate_profits,1998 Q1,$230B,actual,s; ,corporate_profits,1998 Q2,$210B,actual,s", NotEnoughData},
		{"two years apart", "profits", "1999", ",corporate_profits,1997,$800B,actual,s; ,corporate_profits,1999,$750B,actual,s", NotEnoughData},

		{"debt up by a tenth", "debt", "2001", ",corporate_debt_to_profits,2000,5 times,actual,s; ,corporate_debt_to_profits,2001,5.5 times,actual,s", Yes},
		{"debt up by less", "debt", "2001", ",corporate_debt_to_profits,2000,5 times,actual,s; ,corporate_debt_to_profits,2001,5.4 times,actual,s", No},

		{"a cut", "rates", "2001-01", ",policy_rate,2000-12,6.5%,actual,s; ,policy_rate,2001-01,5.5%,actual,s", Yes},
		{"held after a cut ten months ago", "rates", "2001-12", ",policy_rate,2001-01,6.5%,actual,s; ,policy_rate,2001-02,5.5%,actual,s; ,policy_rate,2001-12,5.5%,actual,s", Yes},
		{"held for thirteen months", "rates", "2002-02", ",policy_rate,2001-01,6.5%,actual,s; ,policy_rate,2001-02,5.5%,actual,s; ,policy_rate,2002-02,5.5%,actual,s", No},
		{"a raise", "rates", "2000-05", ",policy_rate,2000-02,5.75%,actual,s; ,policy_rate,2000-05-16,6.5%,actual,s", No},
		{"a rate of four months ago", "rates", "2001-05", ",policy_rate,2000-12,6.5%,actual,s; ,policy_rate,2001-01,5.5%,actual,s", NotEnoughData},

		{"2.76% to 3.15% is 14% more", "spreads", "2025-10", ",high_yield_spread,2025-09,2.76%,actual,s; ,high_yield_spread,2025-10,3.15%,actual,s", Yes},
		{"2.76% to 3.03% is 9.8% more", "spreads", "2025-10", ",high_yield_spread,2025-09,2.76%,actual,s; ,high_yield_spread,2025-10,3.03%,actual,s", No},
		{"against the lowest, not the last", "spreads", "2025-10", ",high_yield_spread,2025-06,2.76%,actual,s; ,high_yield_spread,2025-09,3.2%,actual,s; ,high_yield_spread,2025-10,3.15%,actual,s", Yes},
		{"as a text it is no fact", "spreads", "2025-10", ",high_yield_spread,2025-10,2.76% to 3.15%,actual,s", NotEnoughData},
	} {
		s := signAt(t, tt.facts, tt.key, tt.asOf)
		if s.State != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s.State, tt.want)
		}
		if (s.State == NotEnoughData) != (s.Decided < 0) {
			t.Errorf("%s: %s decided by metric %d", tt.name, s.State, s.Decided)
		}
	}
}

// The first metric with enough facts decides; another that says the contrary is told.
func TestSignsOfTwoMetrics(t *testing.T) {
	s := signAt(t, ",hyperscaler_capex,2000,$100B,actual,s; ,hyperscaler_capex,2001,$95B,actual,s; ,tech_investment_gdp_share,2000,14%,actual,s; ,tech_investment_gdp_share,2001,15%,actual,s", "investment", "2001")
	if s.State != No || s.Readings[s.Decided].Metric.Name != "tech_investment_gdp_share" || !s.Split() {
		t.Errorf("%s by metric %d, split %v; want no by the first, and split", s.State, s.Decided, s.Split())
	}
}

func TestMissing(t *testing.T) {
	for _, tt := range []struct{ facts, key, asOf, metric, want string }{
		{"", "investment", "2026-07-03", "big_tech_capex", "2024 2025"},
		{"", "investment", "2025-12-31", "big_tech_capex", "2024 2025"},
		{",big_tech_capex,2025,$1B,actual,s", "investment", "2026-07-03", "big_tech_capex", "2024"},
		{"", "spreads", "2026-07-03", "high_yield_spread", "2025-06 2026-06"},
		{"", "spreads", "2026-01-31", "high_yield_spread", "2025-01 2026-01"},
		{"", "spreads", "2026-01-03", "high_yield_spread", "2024-12 2025-12"},
		{",high_yield_spread,2026-06-30,3%,actual,s", "spreads", "2026-07-03", "high_yield_spread", "2025-06"},
	} {
		for _, r := range signAt(t, tt.facts, tt.key, tt.asOf).Readings {
			if got := strings.Join(r.Missing, " "); r.Metric.Name == tt.metric && got != tt.want {
				t.Errorf("%s with %q as of %s: missing %q, want %q", tt.metric, tt.facts, tt.asOf, got, tt.want)
			}
		}
	}
}

// Whoever adds the facts that are missing gets a state.
func TestMissingIsEnough(t *testing.T) {
	for _, asOf := range []string{"2026-07-03", "2025-12-31", "2024-02-29", "2001-01-01"} {
		for _, s := range Signs(ledger(t, "party,metric,period,value\nx,cash,2020,$1B\n"), Rules(), day(t, asOf)) {
			for _, r := range s.Readings {
				var rows []string
				for _, period := range r.Missing {
					rows = append(rows, ","+r.Metric.Name+","+period+","+strings.ReplaceAll(r.Metric.Value, "X", "5")+",actual,s")
				}
				if got := signAt(t, strings.Join(rows, "; "), s.Rule.Key, asOf); got.State == NotEnoughData || len(rows) != 2 {
					t.Errorf("as of %s, with %v: %s", asOf, rows, got.State)
				}
			}
		}
	}
}

func TestLastDay(t *testing.T) {
	if got := LastDay(ledger(t, header+"a,,m,2024,$2B,actual,s,,,\nb,,m,2029,$2B,forecast,s,2025-03-04,,\n")); got != (deals.Date{Year: 2025, Month: 3, Day: 4}) {
		t.Errorf("last day %s, want that of the last source", got)
	}
}
