package view

import (
	"fmt"
	"strings"
	"unicode"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// chinese is Simplified Chinese. A party is called by its first alias in Chinese writing, if it has one.
type chinese struct{}

func (chinese) tag() string { return "zh" }

func (chinese) party(p *deals.Party) string {
	for _, name := range p.Aliases {
		for _, r := range name {
			if unicode.Is(unicode.Han, r) {
				return name
			}
		}
	}
	return Name(p)
}

func (chinese) money(minor int64, cur string) string { return table.MoneyChinese(minor, cur) }

func (chinese) spell(a deals.Amount) string {
	of := func(minor int64) string { return table.MoneyChinese(minor, string(a.Currency)) }
	mark := ""
	if a.Estimate {
		mark = "约"
	}
	switch a.Form {
	case deals.Exact:
		return mark + of(a.Low)
	case deals.AtLeast:
		return mark + "至少" + of(a.Low)
	case deals.UpTo:
		return mark + "最多" + of(a.High)
	case deals.Range:
		return mark + of(a.Low) + "至" + of(a.High)
	case deals.Undisclosed:
		if a.HighKnown {
			return "未披露，最多" + of(a.High)
		}
	}
	return Unknown
}

var chineseKinds = map[deals.Kind]string{
	deals.Equity: "股权", deals.Convertible: "可转债", deals.Loan: "贷款", deals.Bond: "债券", deals.Prepayment: "预付款", deals.Grant: "赠款",
	deals.Purchase: "采购", deals.Compute: "算力", deals.Lease: "租赁", deals.License: "许可", deals.RevenueShare: "收入分成",
	deals.Acquisition: "收购", deals.Guarantee: "担保", deals.Warrant: "认股权证",
}

func (chinese) kind(k deals.Kind) string {
	if word, ok := chineseKinds[k]; ok {
		return word
	}
	return words(string(k))
}

var chineseStatuses = map[deals.Status]string{
	deals.Rumoured: "传闻", deals.Proposed: "意向", deals.Announced: "已宣布", deals.Signed: "已签署", deals.Active: "执行中", deals.Completed: "已完成",
	deals.Lapsed: "已失效", deals.Terminated: "已终止", deals.Superseded: "已取代",
}

func (chinese) status(s deals.Status) string {
	if word, ok := chineseStatuses[s]; ok {
		return word
	}
	return s.String()
}

var chineseSectors = map[string]string{
	"ai_lab": "人工智能实验室", "chips": "芯片", "cloud": "云", "hyperscaler": "超大规模云", "neocloud": "新兴算力云", "datacenter": "数据中心",
	"investor": "投资机构", "bank": "银行", "sovereign": "主权机构", "memory": "存储", "networking": "网络", "power": "电力", "server_oem": "服务器",
	"software": "软件", "foundry": "代工", "carrier": "电信运营商", "equipment": "设备商", deals.SectorOutside: "体系外资金",
}

func (chinese) sector(s string) string {
	if word, ok := chineseSectors[s]; ok {
		return word
	}
	return sectorLabel(s)
}

func (chinese) certainties() []figure.Entry {
	return []figure.Entry{
		{Key: string(figure.Signed), Label: "已签署、执行中或已完成"}, {Key: string(figure.Announced), Label: "已宣布，未签署"},
		{Key: string(figure.Proposed), Label: "意向书或提议"}, {Key: string(figure.Rumoured), Label: "传闻"}, {Key: string(figure.Ended), Label: "已结束"},
	}
}

func (chinese) headings() figure.Headings {
	return figure.Headings{
		Kinds: "交易种类（箭头：资金或权利的流向）", Certainties: "确定程度", Groups: "参与方", Amounts: "金额（线宽：金额的平方根）", Values: "参与方的规模",
		Cycles: "循环（按最小一环排序）", Unknown: "未披露（?）", Empty: "此视图中没有可画的交易。", Proposed: "意向", Rumoured: "传闻",
		LeastWidth: "空心箭头不会细于此", LeastSize: "最小的圆不按比例",
	}
}

func (chinese) notDrawn() string              { return "未画出" }
func (chinese) other() string                 { return "其他" }
func (chinese) undisclosed() string           { return "金额未披露" }
func (chinese) weakest(s deals.Status) string { return "最弱一环：" + chinese{}.status(s) }

func (chinese) title(around []string, picked bool) string {
	switch {
	case len(around) == 0:
		return "谁付钱给谁"
	case picked:
		return "谁付钱给谁：" + strings.Join(around, "、") + "的交易"
	}
	return "围绕" + strings.Join(around, "、") + "：谁付钱给谁"
}

func (chinese) basis(b graph.Basis) string {
	switch b {
	case graph.Headline:
		return "公布口径"
	case graph.Signed:
		return "签署口径"
	case graph.Firm:
		return "确定口径"
	case graph.Paid:
		return "已付口径"
	case graph.Expected:
		return "预期口径"
	}
	return string(b)
}

// meaning says what a basis counts.
func (chinese) meaning(b graph.Basis) string {
	switch b {
	case graph.Headline:
		return "除传闻外的全部有效交易，按上限计"
	case graph.Signed:
		return "已签署、执行中或已完成的交易，按上限计"
	case graph.Firm:
		return "已签署交易中无法退出的部分"
	case graph.Paid:
		return "截至当日有记录的付款"
	case graph.Expected:
		return "可能金额乘以其状态的假定概率"
	}
	return ""
}

func (c chinese) subtitle(s mapSums, v graph.View) string {
	said := fmt.Sprintf("共%d笔中的%d笔，合计%s（全部%s）", s.of, s.deals, s.drawn, s.total)
	switch {
	case s.nothing:
		said = fmt.Sprintf("共%d笔中的%d笔，金额均未披露", s.of, s.deals)
	case s.undisclosed > 0:
		said += fmt.Sprintf("，另有%d笔金额未披露", s.undisclosed)
	}
	said += fmt.Sprintf("。%s：%s。", c.basis(v.Basis), c.meaning(v.Basis))
	var only []string
	if !v.Years.IsZero() {
		only = append(only, v.Years.String()+"年的款项")
	}
	for _, settlement := range v.Settlements {
		word := map[deals.Settlement]string{deals.Cash: "现金", deals.Stock: "股票", deals.InKind: "实物", deals.ContingentSet: "或有"}[settlement]
		only = append(only, word+"结算")
	}
	if v.Where != "" {
		only = append(only, "满足 "+v.Where)
	}
	if len(only) > 0 {
		said += "仅计" + strings.Join(only, "、") + "。"
	}
	if v.RollUp {
		said += "子公司并入母公司。"
	}
	if v.Rumours {
		said += "传闻也计入。"
	}
	return said + fmt.Sprintf("截至%s。", v.AsOf)
}

func (chinese) left(s leftOut) []string {
	var out []string
	if s.legs > 0 {
		said := fmt.Sprintf("%d笔交易，合计%s", s.legs, s.worth)
		if s.undisclosed > 0 {
			said += fmt.Sprintf("（其中%d笔金额未披露）", s.undisclosed)
		}
		if len(s.parties) > 0 {
			said += fmt.Sprintf("，涉及%d方：%s", len(s.parties), strings.Join(s.parties, "、"))
		}
		out = append(out, said+"。")
	}
	if s.selfs > 0 {
		out = append(out, fmt.Sprintf("%d笔与自身的交易，合计%s。", s.selfs, s.selfWorth))
	}
	return out
}

// warning tells a warning by its code: what the sentence says of it, without the parts that only English has.
func (chinese) warning(w graph.Warning) string {
	n := len(w.Legs)
	switch w.Code {
	case graph.WarnUndisclosed:
		return fmt.Sprintf("%d笔交易金额未披露：列出，但不计入合计，也不当作零", n)
	case graph.WarnEstimate:
		_, share, _ := strings.Cut(w.Msg, ": ")
		return fmt.Sprintf("%d笔金额为估计值，占合计的%s", n, strings.TrimSuffix(share, " of the total"))
	case graph.WarnLikely:
		return fmt.Sprintf("%d笔已完成交易的金额是区间或上限：按可能值计为已付", n)
	case graph.WarnFloor:
		return fmt.Sprintf("%d笔金额只知下限：按下限计", n)
	case graph.WarnPart:
		return fmt.Sprintf("%d笔金额除已付部分外未披露：按已付计", n)
	case graph.WarnAssumed:
		return fmt.Sprintf("%d笔金额按假定的时间分布摊开", n)
	case graph.WarnInside:
		return fmt.Sprintf("%d笔交易已扣除账本中其他交易所记录的部分：一元不计两次", n)
	case graph.WarnAllInside:
		return fmt.Sprintf("%d笔交易未显示：其全部金额已计入其中的交易", n)
	case graph.WarnNoRate:
		return fmt.Sprintf("%d笔金额的货币在账本中没有汇率：未计入", n)
	case graph.WarnExit:
		return fmt.Sprintf("%d笔交易可退出但无期限：不计为确定", n)
	case graph.WarnNoFloor:
		return fmt.Sprintf("%d笔已签署交易没有确定的下限：不计入", n)
	case graph.WarnUntimed:
		return fmt.Sprintf("%d笔交易没有期限，无法归入所选年份：略去", n)
	case graph.WarnContingent:
		return fmt.Sprintf("%d笔担保或认股权证是上限，不是所选年份的钱：略去", n)
	case graph.WarnGroup:
		return fmt.Sprintf("%d笔交易在同一集团内部：略去", n)
	}
	return w.Msg
}

func (chinese) alike(known, of int) string {
	return fmt.Sprintf("圆的大小相同：%d方中只有%d方的规模已知", of, known)
}

func (chinese) fewLabels(labelled int) string {
	return fmt.Sprintf("金额只标在循环的箭头和其余最大的%d笔上；其余见矢量图和网页的提示", labelled)
}

func (chinese) valued(name, amount, period string) string {
	said := name + "，估值" + amount
	if period != "" {
		said += "（" + period + "）"
	}
	return said
}

func (chinese) deal(from, to, kind string, parts []string) string {
	return fmt.Sprintf("%s → %s，%s：%s", from, to, kind, strings.Join(parts, "；"))
}

func (chinese) part(amount, status, leg string) string {
	return fmt.Sprintf("%s，%s（%s）", amount, status, leg)
}

func (c chinese) alt(s mapSums, v graph.View, parties int, list []figure.Cycle, proved string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d方之间%d笔交易的图，合计%s，%s，截至%s。", parties, s.deals, s.drawn, c.basis(v.Basis), v.AsOf)
	switch {
	case len(list) > 0:
		b.WriteString("按最小一环排序的循环：")
		for _, y := range list {
			fmt.Fprintf(&b, "%d. %s，%s（%s）。", y.Number, y.Text, y.Amount, y.Note)
		}
	case proved != "":
		b.WriteString("没有循环。")
	default:
		b.WriteString("未标出循环。")
	}
	return b.String()
}

func (chinese) panels(byDate bool) string {
	if byDate {
		return "：逐时对比"
	}
	return "：不同口径对比"
}

func (c chinese) panelSubtitle(v graph.View, byDate bool) string {
	said := "各图中同一参与方位置相同、比例相同；最强循环的箭头为全色，编号一致。"
	if byDate {
		return fmt.Sprintf("%s%s：%s。", said, c.basis(v.Basis), c.meaning(v.Basis))
	}
	return fmt.Sprintf("%s截至%s。", said, v.AsOf)
}

func (chinese) panelsLeft() []string {
	return []string{"各图中与所示各方往来较少的参与方，以及较小交易的金额；图上方的合计为全部交易。"}
}

func (chinese) ringsTitle() string { return "最强的循环，逐一列出" }

func (c chinese) ringsSubtitle(v graph.View) string {
	return fmt.Sprintf("全色：循环的各环。淡色：相同各方的其他交易。按最弱一环的金额排序。%s：%s。截至%s。", c.basis(v.Basis), c.meaning(v.Basis), v.AsOf)
}

func (chinese) ringTitle(amount string) string { return "一圈：" + amount }

func (chinese) selfDealers(n int) string { return fmt.Sprintf("%d方与自身交易。", n) }

func (chinese) estimate() string { return "约" }

func (chinese) moreCycles(n int) string {
	if n == 0 {
		return "另有金额较小的循环。"
	}
	return chinese{}.countedCycles(n)
}

func (chinese) countedCycles(n int) string {
	return fmt.Sprintf("另有%d个金额较小的循环。", n)
}

func (chinese) caption(s mapSums, money, round, share string) string {
	said := fmt.Sprintf("%d笔交易，合计%s", s.of, s.total)
	if s.undisclosed > 0 {
		said += fmt.Sprintf("（%d笔未披露）", s.undisclosed)
	}
	return fmt.Sprintf("%s。现金与实物%s中最多%s（%s）可循环。", said, money, round, share)
}

func (chinese) panelCycles() string { return "循环（最小一环，取首次出现的图）" }

func (chinese) rim(cycles, asked bool) string {
	switch {
	case cycles && asked:
		return "在编号的循环上，或为所查"
	case asked:
		return "所查的参与方"
	}
	return "在编号的循环上"
}
