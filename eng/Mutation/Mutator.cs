using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cascade.Mutation;

/// <summary>
/// Rewrites a file so that it holds all its mutants at once, each behind a switch: <c>a &lt; b</c> becomes <c>(Mutant.Is(7) ? a &lt;= b : a &lt; b)</c>. So everything is built once.
/// </summary>
internal sealed class Mutator(string file, List<Mutant> mutants) : CSharpSyntaxRewriter
{
    private static readonly Dictionary<SyntaxKind, string[]> Operators = new()
    {
        [SyntaxKind.LessThanExpression] = ["<=", ">="],
        [SyntaxKind.LessThanOrEqualExpression] = ["<", ">"],
        [SyntaxKind.GreaterThanExpression] = [">=", "<="],
        [SyntaxKind.GreaterThanOrEqualExpression] = [">", "<"],
        [SyntaxKind.EqualsExpression] = ["!="],
        [SyntaxKind.NotEqualsExpression] = ["=="],
        [SyntaxKind.LogicalAndExpression] = ["||"],
        [SyntaxKind.LogicalOrExpression] = ["&&"],
        [SyntaxKind.AddExpression] = ["-"],
        [SyntaxKind.SubtractExpression] = ["+"],
        [SyntaxKind.MultiplyExpression] = ["/"],
        [SyntaxKind.DivideExpression] = ["*"],
        [SyntaxKind.ModuloExpression] = ["*"],
        [SyntaxKind.CoalesceExpression] = [],
    };

    private static readonly Dictionary<string, string> Methods = new() { ["Max"] = "Min", ["Min"] = "Max", ["MaxBy"] = "MinBy" };

    /// <summary>The text of a file with its mutants, which are added to the list.</summary>
    public static string Mutate(string file, string text, List<Mutant> mutants) =>
        new Mutator(file, mutants).Visit(CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()).ToFullString();

    // What must stay constant.
    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) => node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node : base.VisitFieldDeclaration(node);

    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) => node.IsConst ? node : base.VisitLocalDeclarationStatement(node);

    public override SyntaxNode? VisitEnumDeclaration(EnumDeclarationSyntax node) => node;

    public override SyntaxNode? VisitParameterList(ParameterListSyntax node) => node;

    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;

    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;

    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => node;

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        ExpressionSyntax visited = (ExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (visited is not BinaryExpressionSyntax binary || !Operators.TryGetValue(node.Kind(), out string[]? others) || IsText(node))
        {
            return visited;
        }

        if (Declares(node))
        {
            return node.IsKind(SyntaxKind.LogicalAndExpression) ? Never(node, visited) : visited;
        }

        string text = binary.ToString();
        foreach (string other in others)
        {
            text = $"Mutant.Is({Add(node, $"{node.OperatorToken} to {other} in {node}")}) ? {binary.Left} {other} {binary.Right} : {text}";
        }

        if (node.IsKind(SyntaxKind.CoalesceExpression) && binary.Right is not ThrowExpressionSyntax)
        {
            text = $"Mutant.Is({Add(node, $"{node} to {node.Right}")}) ? {binary.Right} : {text}";
        }

        return Expression(node, text);
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        ExpressionSyntax visited = (ExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(SyntaxKind.LogicalNotExpression) && !Declares(node) ? Negation(node, visited) : visited;
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        ConditionalExpressionSyntax visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return visited.WithCondition(Condition(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        IfStatementSyntax visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return visited.WithCondition(Condition(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
    {
        WhileStatementSyntax visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
        return visited.WithCondition(Never(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (node.Parent is BinaryExpressionSyntax { Left: ParenthesizedExpressionSyntax { Expression: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseAndExpression } } })
        {
            return node; // no number but a flag of an enum
        }

        switch (node.Kind())
        {
            case SyntaxKind.NumericLiteralExpression when node.Token.Value is int value && node.Parent is not ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax }:
                return Expression(node, $"Mutant.Is({Add(node, $"{value} to {value + 1} in {node.Parent}")}) ? {value + 1} : {value}");
            case SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression when node.Parent is not ArgumentSyntax { NameColon: not null }:
                return Negation(node, node);
            default:
                return node;
        }
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        ExpressionSyntax visited = (ExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (visited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call && Methods.TryGetValue(member.Name.Identifier.Text, out string? other))
        {
            return Expression(node, $"Mutant.Is({Add(node, $"{member.Name} to {other} in {node}")}) ? {member.Expression}.{other}{call.ArgumentList} : {call}");
        }

        return visited;
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        if (node.ToString().StartsWith("Debug.Assert", StringComparison.Ordinal))
        {
            return node;
        }

        ExpressionStatementSyntax visited = (ExpressionStatementSyntax)base.VisitExpressionStatement(node)!;
        if (Declares(node) || IsOutParameter(node.Expression))
        {
            return visited; // what follows needs what it assigns
        }

        string statement = visited.ToString();
        if (node.Expression is AssignmentExpressionSyntax assignment && visited.Expression is AssignmentExpressionSyntax changed && OtherAssignment(assignment.Kind()) is { } other)
        {
            statement = $"if (Mutant.Is({Add(node, $"{assignment.OperatorToken} to {other}")})) {{ {changed.Left} {other} {changed.Right}; }} else {{ {statement} }}";
        }

        return Statement(node, $"if (!Mutant.Is({Add(node, $"without {node}")})) {{ {statement} }}");
    }

    public override SyntaxNode? VisitYieldStatement(YieldStatementSyntax node) =>
        Statement(node, $"if (!Mutant.Is({Add(node, $"without {node}")})) {{ {base.VisitYieldStatement(node)} }}");

    public override SyntaxNode? VisitBreakStatement(BreakStatementSyntax node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(n => n is SwitchSectionSyntax or ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax) is SwitchSectionSyntax
            ? node
            : Statement(node, $"if (!Mutant.Is({Add(node, "without break")})) {{ break; }}");

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) =>
        node.Expression is null ? Statement(node, $"if (!Mutant.Is({Add(node, "without return")})) {{ return; }}") : base.VisitReturnStatement(node);

    private static string? OtherAssignment(SyntaxKind kind) => kind switch
    {
        SyntaxKind.AddAssignmentExpression => "-=",
        SyntaxKind.SubtractAssignmentExpression => "+=",
        SyntaxKind.CoalesceAssignmentExpression => "=",
        _ => null,
    };

    // An operand that is assigned by a pattern only if the condition is true.
    private static bool Declares(SyntaxNode node) => node.DescendantNodesAndSelf().Any(n => n is VariableDesignationSyntax);

    private static bool IsOutParameter(ExpressionSyntax node) =>
        node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name }
        && node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ParameterList.Parameters.Any(p => p.Identifier.Text == name.Identifier.Text && p.Modifiers.Any(SyntaxKind.OutKeyword)) == true;

    private static bool IsText(BinaryExpressionSyntax node) =>
        node.DescendantNodes().Any(n => n is InterpolatedStringExpressionSyntax || n.IsKind(SyntaxKind.StringLiteralExpression));

    private ExpressionSyntax Condition(ExpressionSyntax node, ExpressionSyntax visited) =>
        Declares(node) ? (node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or PrefixUnaryExpressionSyntax ? Always(node, visited) : Never(node, visited))
        : HasMutantOfItsOwn(node) ? visited : Negation(node, visited);

    // The operator's own mutants include the opposite.
    private static bool HasMutantOfItsOwn(ExpressionSyntax node) =>
        node is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } || (node is BinaryExpressionSyntax && Operators.ContainsKey(node.Kind()));

    private ExpressionSyntax Negation(ExpressionSyntax node, ExpressionSyntax visited) =>
        Expression(node, $"Mutant.Is({Add(node, $"negated {node}")}) ^ ({visited})");

    private ExpressionSyntax Never(ExpressionSyntax node, ExpressionSyntax visited) =>
        Expression(node, $"!Mutant.Is({Add(node, $"never {node}")}) && ({visited})");

    private ExpressionSyntax Always(ExpressionSyntax node, ExpressionSyntax visited) =>
        Expression(node, $"Mutant.Is({Add(node, $"always {node}")}) || ({visited})");

    private int Add(SyntaxNode node, string change)
    {
        Location location = node.GetLocation();
        int line = location.GetLineSpan().StartLinePosition.Line;
        string code = location.SourceTree!.GetText().Lines[line].ToString().Trim();
        mutants.Add(new Mutant(mutants.Count + 1, file, line + 1, code, string.Join(' ', change.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))));
        return mutants.Count;
    }

    private static ExpressionSyntax Expression(SyntaxNode node, string text) => SyntaxFactory.ParseExpression($"({text})").WithTriviaFrom(node);

    private static StatementSyntax Statement(SyntaxNode node, string text) => SyntaxFactory.ParseStatement(text).WithTriviaFrom(node);
}
